package io.appinfra.net.operations;

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
import io.appinfra.net.ticker.Ticker;

/**
 * An application with something of each kind, and a ticker that must not become markup.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ConsoleApplication {

	static final String HOSTILE = "<img src=x onerror=alert(1)>";

	static final String SECRET = "value that is not shown";

	@Bean
	@Tick(interval = "200ms")
	Ticker prices(SharedState state) {
		return (tick) -> state.map("quotes", String.class).put("ACME", SECRET);
	}

	@Bean(HOSTILE)
	@Tick(interval = "1h", initialDelay = "1h")
	Ticker hostile() {
		return (tick) -> {
			throw new IllegalStateException("<script>alert(2)</script>");
		};
	}

	@Bean
	@Tick(interval = "200ms", runIn = RunIn.WORKER)
	Ticker remote(SharedState state) {
		return (tick) -> state.counter("probes").addAndGet(1);
	}

	@Bean
	@Route("/quotes/{symbol}")
	RequestHandler quotes() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return ServerResponse.ok().body(request.pathVariable("symbol"));
			}

		};
	}

}
