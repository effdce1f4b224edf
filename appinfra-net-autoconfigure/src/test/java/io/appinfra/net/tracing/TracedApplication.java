package io.appinfra.net.tracing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

/**
 * Lets its tickers, one in each kind of process, tick once on request, and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TracedApplication {

	static final String LOCAL_PARENT = "00-11111111111111111111111111111111-2222222222222222-01";

	static final String REMOTE_PARENT = "00-33333333333333333333333333333333-4444444444444444-01";

	private static final Log logger = LogFactory.getLog(TracedApplication.class);

	public static void main(String[] args) throws Exception {
		ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) SpringApplication
			.run(TracedApplication.class, args);
		int port = context.getWebServer().getPort();
		request(port, "local", LOCAL_PARENT);
		request(port, "remote", REMOTE_PARENT);
		System.exit(SpringApplication.exit(context));
	}

	private static void request(int port, String ticker, String parent) throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/trigger/%s".formatted(port, ticker)))
			.header("traceparent", parent)
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		System.out.println("response: " + response.body());
	}

	@Bean
	@Route("/trigger/{ticker}")
	RequestHandler trigger(Tickers tickers) {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) throws Exception {
				return ServerResponse.ok()
					.body(tickers.trigger(request.pathVariable("ticker")).get().outcome().toString());
			}

		};
	}

	@Bean
	@Tick(interval = "1d", initialDelay = "1d")
	Ticker local() {
		return (tick) -> logger.info("ticks locally");
	}

	@Bean
	@Tick(interval = "1d", initialDelay = "1d", runIn = RunIn.WORKER)
	Ticker remote(ConfigurableListableBeanFactory beans) {
		return (tick) -> {
			logger.info("ticks remotely beside registries %s"
				.formatted(Stream.of(beans.getBeanNamesForType(MeterRegistry.class, true, false))
					.filter(beans::containsSingleton)
					.map((name) -> beans.getBean(name).getClass().getSimpleName())
					.toList()));
			throw new IllegalStateException("on purpose");
		};
	}

}
