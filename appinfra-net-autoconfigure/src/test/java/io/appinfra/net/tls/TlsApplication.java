package io.appinfra.net.tls;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * An application whose handler answers with what it sees of the connection.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class TlsApplication {

	static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

	/**
	 * How often the handler was called.
	 */
	final AtomicInteger calls = new AtomicInteger();

	@Bean
	@Route("/connection/{kind}")
	RequestHandler connection() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				TlsApplication.this.calls.incrementAndGet();
				return switch (request.pathVariable("kind")) {
					case "seen" -> ServerResponse.ok().body(describe(request.servletRequest()));
					case "async" -> ServerResponse.async(
							CompletableFuture.supplyAsync(() -> ServerResponse.ok().body(request.uri().getScheme())));
					case "broken" -> ServerResponse.ok().build((servletRequest, response) -> {
						response.getOutputStream().write(new byte[100]);
						response.flushBuffer();
						throw new IllegalStateException("broken off");
					});
					case "port" -> ServerResponse.ok().body(request.servletRequest().getRemotePort());
					default -> ServerResponse.ok().body(request.uri().toString());
				};
			}

			@Override
			public ServerResponse doPost(ServerRequest request) throws Exception {
				return ServerResponse.ok().body(request.body(byte[].class).length);
			}

		};
	}

	private static String describe(HttpServletRequest request) {
		X509Certificate[] certificates = (X509Certificate[]) request.getAttribute(CERTIFICATE);
		String client = (certificates != null) ? certificates[0].getSubjectX500Principal().getName() : "nobody";
		return "%s %s from %s".formatted(request.getScheme(), request.getProtocol(), client);
	}

}
