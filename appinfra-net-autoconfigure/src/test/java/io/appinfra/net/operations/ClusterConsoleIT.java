package io.appinfra.net.operations;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.ClusterTickers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console of two instances with one database.
 */
class ClusterConsoleIT {

	private static ConsoleClient one;

	private static ConsoleClient two;

	@BeforeAll
	static void start() {
		one = start("one");
		two = start("two");
	}

	/**
	 * Another test may have handed the ticker over.
	 */
	@BeforeEach
	void awaitOwner() {
		await().until(() -> owner(one) != null && Objects.equals(owner(one), owner(two)));
	}

	private static ConsoleClient start(String name) {
		return ConsoleClient.start(ConsoleApplication.class, "appinfra.net.cluster.instance=" + name,
				"management.endpoints.web.exposure.include=console,tickers",
				"appinfra.net.tickers.remote.run-in=in-process", "appinfra.net.tickers.prices.scope=cluster",
				"appinfra.net.state.store=jdbc", "appinfra.net.state.jdbc.poll-interval=50ms",
				"spring.datasource.url=jdbc:h2:mem:console;DB_CLOSE_DELAY=-1", "spring.application.name=console");
	}

	@AfterAll
	static void close() {
		one.close();
		two.close();
	}

	@Test
	void eventsShowInstancesAndOwnersAlikeInEach() throws Exception {
		for (ConsoleClient each : new ConsoleClient[] { one, two }) {
			await().until(() -> each.context().getBean(Cluster.class).instances().size() == 2);
			try (ConsoleClient.Events events = each.events()) {
				JsonNode all = events.next("snapshot").at("/sections");
				assertThat(all.at("/instances").propertyNames()).containsExactlyInAnyOrder("one", "two");
				for (String name : new String[] { "one", "two" }) {
					JsonNode instance = all.at("/instances/" + name);
					assertThat(instance.at("/state").asString()).isEqualTo("UP");
					assertThat(instance.at("/self").asBoolean())
						.isEqualTo(name.equals(each.context().getBean(Cluster.class).instance()));
				}
				String owner = all.at("/tickers/prices/owner").asString();
				assertThat(all.at("/instances/" + owner + "/tickers").toString()).isEqualTo("[\"prices\"]");
				assertThat(all.at("/tickers/prices/scope").asString()).isEqualTo("CLUSTER");
				assertThat(all.at("/tickers/remote").has("scope")).isFalse();
			}
		}
	}

	@Test
	void handOverWhenAskedForAtEitherInstanceMovesTheTicker() {
		for (ConsoleClient each : new ConsoleClient[] { one, two }) {
			String owner = owner(each);
			assertThat(each
				.post(ConsoleClient.CONSOLE + "/tickers", "{\"name\":\"prices\",\"action\":\"hand-over\"}",
						"Content-Type", "application/json", "X-Console-Token", each.token())
				.statusCode()).isEqualTo(204);
			await().until(() -> isOtherThan(owner, owner(one)) && isOtherThan(owner, owner(two)));
		}
		String owner = owner(one);
		assertThat(
				one.post("/actuator/tickers/prices", "{\"action\":\"hand-over\"}", "Content-Type", "application/json")
					.statusCode())
			.isEqualTo(204);
		await().until(() -> isOtherThan(owner, owner(two)));
	}

	@Test
	void handOverWhenTokenIsMissingOrTickerIsOfEachInstanceIsRefused() {
		String owner = owner(one);
		assertThat(one
			.post(ConsoleClient.CONSOLE + "/tickers", "{\"name\":\"prices\",\"action\":\"hand-over\"}", "Content-Type",
					"application/json")
			.statusCode()).isEqualTo(403);
		assertThat(
				one.post("/actuator/tickers/remote", "{\"action\":\"hand-over\"}", "Content-Type", "application/json")
					.statusCode())
			.isEqualTo(400);
		assertThat(owner(one)).isEqualTo(owner);
	}

	@Test
	@Tag("full")
	void pageWhenButtonIsPressedHandsOver() throws Exception {
		Optional<Path> program = Chromium.program();
		Assumptions.assumeTrue(program.isPresent(), "No chromium, chromium-browser or google-chrome is on the PATH");
		String owner = owner(one);
		try (Chromium browser = Chromium.start(program.get())) {
			browser.open("http://localhost:%d%s".formatted(one.port(), ConsoleClient.CONSOLE));
			browser.awaitTrue("document.querySelectorAll('#instances tbody tr').length === 2");
			assertThat(browser.evaluate("document.querySelector('#instances tbody').textContent"))
				.contains("this instance", "● Up", "prices");
			String buttons = "[...document.querySelectorAll('[data-of=handover]')].filter((button) => !button.hidden)";
			browser.awaitTrue(buttons + ".length === 1");
			browser.evaluate(buttons + "[0].click()");
			await().until(() -> isOtherThan(owner, owner(two)));
			browser.awaitTrue(
					"[...document.querySelectorAll('#instances tbody tr')].find((row) => row.textContent.includes('prices')).textContent.startsWith('%s')"
						.formatted(owner.equals("one") ? "two" : "one"));
			assertThat(browser.complaints).isEmpty();
		}
	}

	private static boolean isOtherThan(String former, @Nullable String owner) {
		return owner != null && !owner.equals(former);
	}

	private static @Nullable String owner(ConsoleClient instance) {
		return ((ClusterTickers) instance.context().getBean(Cluster.class)).ownership("prices").owner();
	}

}
