package io.appinfra.net.scrape;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;

/**
 * An application with all that there are metrics of.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ScrapeApplication {

	@Bean
	@Tick(interval = "1ms", mode = TickMode.STRICT, maxCatchUp = 0)
	Ticker local(SharedState state) {
		return (tick) -> {
			state.map("numbers", Long.class).put("local", tick.number());
			if (tick.number() == 2) {
				throw new IllegalStateException("on purpose");
			}
		};
	}

	@Bean
	@Tick(interval = "100us", mode = TickMode.STRICT, runIn = RunIn.WORKER)
	Ticker fast(SharedState state) {
		return (tick) -> {
			if (tick.number() == 2) {
				throw new IllegalStateException("on purpose");
			}
		};
	}

	@Bean
	@Tick(interval = "1d", initialDelay = "1d", timeout = "1s", runIn = RunIn.WORKER)
	Ticker stuck() {
		return (tick) -> {
			while (!Thread.currentThread().isInterrupted() || !tick.stopRequested()) {
				Thread.onSpinWait();
			}
		};
	}

	@Bean
	@Tick(interval = "1d", initialDelay = "1d", runIn = RunIn.WORKER)
	Ticker endless() {
		return (tick) -> {
			while (!tick.stopRequested()) {
				Thread.onSpinWait();
			}
		};
	}

	@Bean
	@Route("/hello/{name}")
	RequestHandler hello() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return ServerResponse.ok().body("hello " + request.pathVariable("name"));
			}

		};
	}

}
