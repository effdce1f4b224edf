package io.appinfra.net.operations;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application logs when it starts and stops.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupLogIT {

	private static final String DEBUG = "logging.level.io.appinfra.net.autoconfigure.startup=debug";

	@Test
	void startWhenThereIsOneOfEachSaysSoOnceAndLast(CapturedOutput output) {
		OperatedApplication
			.start(Application.class, "appinfra.net.tickers.night.run-in=in-process",
					"appinfra.net.tickers.loop.run-in=in-process", "appinfra.net.tickers.prices.run-in=in-process")
			.close();
		assertThat(ownLines(output)).hasSize(1)
			.allMatch((line) -> line.contains(" INFO ") && line.endsWith(": 1 handler, 3 tickers"));
		assertThat(output.getAll().indexOf("1 handler, ")).isGreaterThan(output.getAll().indexOf("Tomcat started"));
		assertThat(output).doesNotContain("Handlers, tickers and workers");
	}

	@Test
	void startWhenTickersAreInWorkersCountsThem(CapturedOutput output) {
		OperatedApplication.start(Application.class, DEBUG, "appinfra.net.tickers.loop.worker=other").close();
		assertThat(output).containsOnlyOnce(": 1 handler, 3 tickers (2 in worker 'default', 1 in worker 'other')\n")
			.containsOnlyOnce("""
					: Handlers, tickers and workers:
					    handler orders                   /orders, /orders/{id}            GET, HEAD, OPTIONS
					    ticker  loop                     CONTINUOUS                       in worker 'other'
					    ticker  night                    CRON '0 0 3 * * *'               in worker 'default'
					    ticker  prices                   FLEX, every 3600000 ms           in worker 'default'
					    worker  default                  night, prices
					    worker  other                    loop
					""");
		assertThat(ownLines(output)).noneMatch((line) -> line.matches(".* (WARN|ERROR) .*"));
		assertThat(ownLines(output)).filteredOn((line) -> line.contains(" INFO "))
			.allMatch((line) -> line
				.matches(".*: (1 handler, 3 tickers .*|Worker '.* is up after .*|Worker '.* has stopped: .*)"))
			.doesNotHaveDuplicates();
	}

	@Test
	void startWhenNotOnTheWebCountsTickersOnly(CapturedOutput output) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.datasource.generate-unique-name=true", "--appinfra.net.handlers.orders.enabled=false",
					"--appinfra.net.tickers.night.run-in=in-process", "--appinfra.net.tickers.loop.run-in=in-process",
					"--appinfra.net.tickers.prices.run-in=in-process")
			.close();
		assertThat(ownLines(output)).singleElement().asString().endsWith(": 3 tickers");
	}

	@Test
	void startWhenContextHasChildSaysItForEachOnce(CapturedOutput output) {
		new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE)
			.child(Empty.class)
			.web(WebApplicationType.NONE)
			.run("--spring.datasource.generate-unique-name=true")
			.close();
		assertThat(ownLines(output)).hasSize(2).allMatch((line) -> line.endsWith(": 0 tickers"));
	}

	private static List<String> ownLines(CapturedOutput output) {
		return output.getAll()
			.lines()
			.filter((line) -> line
				.matches(".* (DEBUG|INFO|WARN|ERROR) .* (i\\.a\\.|i\\.appinfra|io\\.appinfra).* : .*"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER)
		Ticker prices() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(cron = "0 0 3 * * *", runIn = RunIn.WORKER)
		Ticker night() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(mode = TickMode.CONTINUOUS, runIn = RunIn.WORKER)
		Ticker loop() {
			return (tick) -> Thread.yield();
		}

		@Bean
		@Route({ "/orders", "/orders/{id}" })
		RequestHandler orders() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().build();
				}

			};
		}

	}

}
