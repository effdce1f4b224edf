package io.appinfra.net.autoconfigure.http;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the web server and the kind of threads that all tests of requests run on.
 */
@Tag("http")
@Tag("threads")
class WebServerIT {

	@Test
	void requestWhenAnsweredIsOnServerAndThreadAsMeant() {
		try (TestServer server = TestServer.start(Application.class)) {
			HttpResponse<String> response = server.get("/where");
			assertThat(response.headers().firstValue("Server-Info").orElseThrow())
				.containsIgnoringCase(System.getProperty(TestServer.SERVER_PROPERTY, "tomcat"));
			assertThat(response.headers().firstValue("Thread").orElseThrow().startsWith("VirtualThread"))
				.isEqualTo(Boolean.getBoolean("spring.threads.virtual.enabled"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WhereHandler.class)
	static class Application {

	}

	@Route("/where")
	static class WhereHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.ok()
				.header("Server-Info", request.servletRequest().getServletContext().getServerInfo())
				.header("Thread", Thread.currentThread().toString())
				.build();
		}

	}

}
