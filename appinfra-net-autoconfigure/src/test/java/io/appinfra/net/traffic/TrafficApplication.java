package io.appinfra.net.traffic;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.Connector;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * Reports each request that it has begun to answer.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TrafficApplication {

	public static void main(String[] args) {
		SpringApplication.run(TrafficApplication.class, args);
	}

	@Bean
	@Route("/pending/{kind}/{id}")
	RequestHandler work() {
		return new Work();
	}

	@Bean
	@Route("/events")
	RequestHandler events() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return ServerResponse.sse(TrafficApplication::hello, Duration.ZERO);
			}

		};
	}

	private static void hello(ServerResponse.SseBuilder events) {
		try {
			events.send("hello");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Bean
	@Route("/socket")
	WebSocketHandler socket() {
		return new TextWebSocketHandler();
	}

	/**
	 * Jetty as the documentation wants it behind a load balancer that sends all its
	 * requests over a few connections of HTTP/2.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JettyServerCustomizer.class)
	static class JettyBehindHttp2 {

		@Bean
		JettyServerCustomizer noRateControl() {
			return (server) -> {
				for (Connector connector : server.getConnectors()) {
					HTTP2CServerConnectionFactory http2 = connector
						.getConnectionFactory(HTTP2CServerConnectionFactory.class);
					if (http2 != null) {
						http2.setRateControlFactory(new RateControl.Factory() {
						});
					}
				}
			};
		}

	}

	/**
	 * Answers some time later with more than a buffer holds.
	 */
	private static final class Work implements RequestHandler {

		private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return doPost(request);
		}

		@Override
		public ServerResponse doPost(ServerRequest request) {
			String id = request.pathVariable("id");
			System.out.println("began " + id);
			CompletableFuture<ServerResponse> answer = CompletableFuture
				.supplyAsync(() -> ServerResponse.ok().body("x".repeat(20_000) + id), LATER);
			return request.pathVariable("kind").equals("async") ? ServerResponse.async(answer) : answer.join();
		}

	}

}
