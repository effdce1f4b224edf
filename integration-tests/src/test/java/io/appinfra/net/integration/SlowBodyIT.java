package io.appinfra.net.integration;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sends a request is known to its handler also when the body comes later, in an
 * application without sessions whose own filter finds out.
 */
class SlowBodyIT {

	@ParameterizedTest
	@ValueSource(strings = { "X-Token: keeper", "Authorization: Basic a2VlcGVyOnNlY3JldA==" })
	void postWhenBodyComesLaterIsOfSameUser(String credentials) throws Exception {
		try (RawServer server = RawServer.start(new Class<?>[] { Application.class })) {
			CountDownLatch begun = server.context().getBean(Application.class).begun;
			assertThat(post(server, begun, credentials)).startsWith("HTTP/1.1 200").endsWith("keeper sent 12345");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Other: keeper", "Authorization: Basic a2VlcGVyOndyb25n" })
	void postWhenUserIsUnknownDoesNotWaitForBody(String credentials) throws Exception {
		try (RawServer server = RawServer.start(new Class<?>[] { Application.class })) {
			assertThat(post(server, new CountDownLatch(0), credentials)).containsPattern("^HTTP/1.1 40[13]");
		}
	}

	private static String post(RawServer server, CountDownLatch begun, String credentials)
			throws IOException, InterruptedException {
		try (Socket socket = new Socket("localhost", server.context().getWebServer().getPort())) {
			socket.setSoTimeout(60_000);
			write(socket, "POST /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n"
					+ credentials + "\r\n\r\n12");
			assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
			write(socket, "345");
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final CountDownLatch begun = new CountDownLatch(1);

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.csrf((csrf) -> csrf.disable())
				.httpBasic(Customizer.withDefaults())
				.addFilterBefore(new TokenFilter(this.begun), UsernamePasswordAuthenticationFilter.class)
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("keeper").password("{noop}secret").roles("KEEPER").build());
		}

		@Bean
		@Route("/who")
		RequestHandler who() {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) throws Exception {
					String holder = SecurityContextHolder.getContext().getAuthentication().getName();
					assertThat(holder).isEqualTo(request.principal().orElseThrow().getName());
					return ServerResponse.ok().body(holder + " sent " + request.body(String.class));
				}

			};
		}

	}

	/**
	 * Trusts a header field, and keeps what it found in the thread alone.
	 */
	private static final class TokenFilter extends OncePerRequestFilter {

		private final CountDownLatch begun;

		private TokenFilter(CountDownLatch begun) {
			this.begun = begun;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			String user = request.getHeader("X-Token");
			if (user != null) {
				SecurityContextHolder.getContext()
					.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()));
			}
			this.begun.countDown();
			chain.doFilter(request, response);
		}

	}

}
