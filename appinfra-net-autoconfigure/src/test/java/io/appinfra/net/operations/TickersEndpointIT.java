package io.appinfra.net.operations;

import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint {@code tickers} over HTTP.
 */
class TickersEndpointIT {

	private static OperatedApplication application;

	@BeforeAll
	static void start() {
		// what the application says of its own JSON does not concern the endpoint
		application = OperatedApplication.start(Application.class, "spring.jackson.property-naming-strategy=SNAKE_CASE",
				"appinfra.net.tickers.prices.paused=true");
	}

	@AfterAll
	static void close() {
		application.close();
	}

	@Test
	void readWhenPausedAfterOneTickIsAsInTheContract() {
		Tickers tickers = application.bean(Tickers.class);
		tickers.trigger("prices").join();
		await().until(() -> tickers.status("prices").state().name().equals("PAUSED"));
		JsonNode prices = application.get("/actuator/tickers/prices");
		JsonNode last = prices.at("/last");
		JsonNode all = application.get("/actuator/tickers");
		assertThat(all.at("/tickers/prices").toString()).isEqualTo("""
				{"mode":"FLEX","interval":"5s","runIn":"IN_PROCESS","scope":"INSTANCE","state":"PAUSED",\
				"ticks":%d,"failures":0,"skipped":0,"last":%s}""".formatted(prices.at("/ticks").asLong(), last));
		assertThat(last.toString()).isEqualTo("""
				{"number":%d,"scheduledAt":"%s","startedAt":"%s","durationMs":%s,"latenessMs":%s,"outcome":"SUCCESS"}"""
			.formatted(prices.at("/ticks").asLong(), Instant.parse(last.at("/scheduledAt").asString()),
					Instant.parse(last.at("/startedAt").asString()), last.at("/durationMs").asDouble(),
					last.at("/latenessMs").asDouble()));
		assertThat(names(all.at("/tickers"))).containsExactly("failing", "nightly", "prices");
	}

	@Test
	void readWhenTickFailedSaysTheError() {
		Tickers tickers = application.bean(Tickers.class);
		tickers.trigger("failing").join();
		JsonNode last = application.get("/actuator/tickers/failing").at("/last");
		assertThat(names(last)).containsExactly("number", "scheduledAt", "startedAt", "durationMs", "latenessMs",
				"outcome", "error");
		assertThat(last.at("/outcome").asString()).isEqualTo("FAILURE");
		assertThat(last.at("/error").asString()).contains("no prices today");
	}

	@Test
	void readWhenCronSaysWhenTheNextTickIsDue() {
		await().until(() -> application.get("/actuator/tickers/nightly").has("nextAt"));
		JsonNode nightly = application.get("/actuator/tickers").at("/tickers/nightly");
		assertThat(nightly.toString()).isEqualTo("""
				{"mode":"CRON","cron":"0 0 3 1 1 *","runIn":"IN_PROCESS","scope":"INSTANCE","state":"WAITING",\
				"ticks":0,"failures":0,"skipped":0,"nextAt":"%s"}"""
			.formatted(Instant.parse(nightly.at("/nextAt").asString())));
	}

	@Test
	void readOfOneHasItsRecentTicks() {
		Tickers tickers = application.bean(Tickers.class);
		long number = tickers.trigger("prices").join().number();
		tickers.trigger("prices").join();
		JsonNode prices = application.get("/actuator/tickers/prices");
		List<JsonNode> recent = StreamSupport.stream(prices.at("/recent").spliterator(), false).toList();
		assertThat(recent).extracting((tick) -> tick.at("/number").asLong()).endsWith(number, number + 1).isSorted();
		JsonNode newest = recent.get(recent.size() - 1);
		JsonNode last = prices.at("/last");
		assertThat(newest.toString()).isEqualTo(last.toString().replaceFirst("}$", ",\"skipped\":0,\"unseen\":0}"));
		assertThat(application.get("/actuator/tickers").at("/tickers/prices").has("recent")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					POST | prices | {"action":"start"}                 | 400 | There is no action 'start': it is trigger, pause, resume or hand-over
					POST | prices | {"interval":"0s"}                  | 400 | The interval must be positive, but is PT0S
					POST | prices | {"interval":"soon"}                | 400 | 'soon' is not a valid duration
					POST | prices | {}                                 | 400 | Either 'action' (trigger, pause, resume or hand-over) or 'interval' has to be given
					POST | nightly| {"interval":"1s"}                  | 400 | The mode CRON has no interval
					POST | nobody | {"action":"pause"}                 | 404 | There is no ticker 'nobody'
					GET  | nobody | ~~                                 | 404 | There is no ticker 'nobody'
					""")
	void requestThatMakesNoSenseIsRefusedWithReason(String method, String ticker, String body, int status,
			String reason) {
		var response = application.send(method, "/actuator/tickers/" + ticker, body);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEqualTo("{\"reason\":\"%s\"}".formatted(reason));
	}

	@Test
	void writeWhenAccessIsReadOnlyIsNotAllowed() {
		try (OperatedApplication readOnly = OperatedApplication.start(Application.class,
				"management.endpoint.tickers.access=read-only")) {
			assertThat(readOnly.post("/actuator/tickers/prices", "{\"interval\":\"9s\"}").statusCode()).isEqualTo(405);
			assertThat(readOnly.get("/actuator/tickers/prices", 200).at("/interval").asString()).isEqualTo("5s");
			assertThat(readOnly.get("/actuator/tickers/nobody", 404).at("/reason").asString())
				.isEqualTo("There is no ticker 'nobody'");
		}
	}

	private static List<String> names(JsonNode node) {
		return List.copyOf(node.propertyNames());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Tick(interval = "5s")
		Ticker prices() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "1d", initialDelay = "1d")
		Ticker failing() {
			return (tick) -> {
				throw new IllegalStateException("no prices today");
			};
		}

		@Bean
		@Tick(cron = "0 0 3 1 1 *")
		Ticker nightly() {
			return (tick) -> {
			};
		}

	}

}
