package io.appinfra.net.integration;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the console in an application with Spring Security, on a real web server.
 */
class ConsoleSecurityIT {

	private static final String CONSOLE = "/actuator/console";

	private static RawServer server;

	@BeforeAll
	static void start() {
		server = RawServer.start(new Class<?>[] { Application.class },
				"management.endpoints.web.exposure.include=console");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void consoleWhenUserMayNotSeeItIsRefused() throws Exception {
		for (String part : List.of("", "/console.js", "/session", "/events")) {
			assertThat(RawServer.status(server.exchange("GET", CONSOLE + part))).isEqualTo(401);
			assertThat(RawServer.status(server.exchange("GET", CONSOLE + part, RawServer.as("guest")))).isEqualTo(403);
		}
		assertThat(RawServer.status(server.exchange("GET", CONSOLE, RawServer.as("keeper")))).isEqualTo(200);
	}

	@Test
	void changeWhenBothTokensAreSentIsDone() throws Exception {
		HttpClient browser = browser();
		JsonNode session = session(browser, "keeper");
		assertThat(session.at("/csrf/header").asString()).isEqualTo("X-CSRF-TOKEN");
		assertThat(change(browser, "pause", session.at("/token").asString(), session.at("/csrf/token").asString()))
			.isEqualTo(204);
		assertThat(paused()).isTrue();
		assertThat(change(browser, "resume", session.at("/token").asString(), session.at("/csrf/token").asString()))
			.isEqualTo(204);
	}

	@Test
	void changeWhenATokenIsMissingIsRefused() throws Exception {
		HttpClient browser = browser();
		JsonNode session = session(browser, "keeper");
		assertThat(change(browser, "pause", session.at("/token").asString(), "")).isEqualTo(403);
		assertThat(change(browser, "pause", "", session.at("/csrf/token").asString())).isEqualTo(403);
		assertThat(paused()).isFalse();
	}

	@Test
	void changeWhenTokenIsOfAnotherUserIsRefused() throws Exception {
		HttpClient browser = browser();
		String other = session(browser(), "other").at("/token").asString();
		JsonNode session = session(browser, "keeper");
		assertThat(other).isNotEqualTo(session.at("/token").asString());
		assertThat(change(browser, "pause", other, session.at("/csrf/token").asString())).isEqualTo(403);
		assertThat(paused()).isFalse();
	}

	private static HttpClient browser() {
		return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
	}

	private static JsonNode session(HttpClient browser, String user) throws IOException, InterruptedException {
		HttpResponse<String> response = browser.send(request("/session", user).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return new JsonMapper().readTree(response.body());
	}

	private static int change(HttpClient browser, String action, String token, String csrf)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = request("/tickers", "keeper").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"name\":\"prices\",\"action\":\"%s\"}".formatted(action)));
		Stream.of(new String[] { "X-Console-Token", token }, new String[] { "X-CSRF-TOKEN", csrf })
			.filter((header) -> !header[1].isEmpty())
			.forEach((header) -> request.header(header[0], header[1]));
		return browser.send(request.build(), BodyHandlers.ofString()).statusCode();
	}

	private static HttpRequest.Builder request(String part, String user) {
		String address = "http://localhost:%d%s%s".formatted(server.context().getWebServer().getPort(), CONSOLE, part);
		return HttpRequest.newBuilder(URI.create(address))
			.header("Authorization", RawServer.as(user).substring("Authorization: ".length()));
	}

	private static boolean paused() {
		return server.context().getBean(Tickers.class).status("prices").paused();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers(CONSOLE, CONSOLE + "/**")
					.hasRole("KEEPER")
					.anyRequest()
					.permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("keeper").password("{noop}secret").roles("KEEPER").build(),
					User.withUsername("other").password("{noop}secret").roles("KEEPER").build(),
					User.withUsername("guest").password("{noop}secret").roles("GUEST").build());
		}

		@Bean
		@Tick(interval = "1h", initialDelay = "1h")
		Ticker prices() {
			return (tick) -> {
			};
		}

	}

}
