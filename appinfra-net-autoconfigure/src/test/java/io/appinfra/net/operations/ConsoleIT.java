package io.appinfra.net.operations;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint {@code console} over HTTP.
 */
class ConsoleIT {

	private static final String CONSOLE = ConsoleClient.CONSOLE;

	private static final String EXPOSED = "management.endpoints.web.exposure.include=console";

	private static final String IN_PROCESS = "appinfra.net.tickers.remote.run-in=in-process";

	private static final String PAUSE = "{\"name\":\"prices\",\"action\":\"pause\"}";

	private static final Map<String, ConsoleClient> shared = new HashMap<>();

	private ConsoleClient application;

	@AfterEach
	void close() {
		if (!shared.containsValue(this.application)) {
			this.application.close();
		}
	}

	@AfterAll
	static void closeShared() {
		shared.values().forEach(ConsoleClient::close);
		shared.clear();
	}

	private void start(String... properties) {
		this.application = run(properties);
	}

	/**
	 * Use the application that other tests use which change nothing.
	 */
	private void startShared(String exposed) {
		this.application = shared.computeIfAbsent(exposed, ConsoleIT::run);
	}

	private static ConsoleClient run(String... properties) {
		String[] all = new String[properties.length + 2];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = IN_PROCESS;
		all[properties.length + 1] = "spring.datasource.generate-unique-name=true";
		return ConsoleClient.start(ConsoleApplication.class, all);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/console.js", "/session", "/events" })
	void consoleWhenNotExposedIsNotFound(String part) {
		startShared("management.endpoints.web.exposure.include=health,tickers");
		assertThat(this.application.get(CONSOLE + part).statusCode()).isEqualTo(404);
	}

	@Test
	void pageWhenReadProtectsItself() {
		startShared(EXPOSED);
		HttpResponse<String> page = this.application.get(CONSOLE, "Accept", "text/html");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
		assertThat(page.headers().firstValue("Content-Security-Policy"))
			.hasValue("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
					+ "frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
		assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
		assertThat(page.body()).contains("src=\"./console/console.js\"").doesNotContain("{console}", "http:", "https:");
	}

	@ParameterizedTest
	@CsvSource({ "console.js,text/javascript;charset=UTF-8", "chart.js,text/javascript;charset=UTF-8",
			"uplot.js,text/javascript;charset=UTF-8", "console.css,text/css;charset=UTF-8",
			"uplot.css,text/css;charset=UTF-8", "icon.svg,image/svg+xml",
			"uplot-license.txt,text/plain;charset=UTF-8" })
	void fileWhenKnownIsSentOnceWithItsType(String file, String type) {
		startShared(EXPOSED);
		HttpResponse<String> first = this.application.get(CONSOLE + "/" + file);
		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(first.headers().firstValue("Content-Type")).hasValue(type);
		assertThat(first.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		String tag = first.headers().firstValue("ETag").orElseThrow();
		assertThat(this.application.get(CONSOLE + "/" + file, "If-None-Match", tag).statusCode()).isEqualTo(304);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/console.html", "/ConsoleFiles.class", "/../ConsoleFiles.class", "/..%2fConsoleFiles.class",
					"/%2e%2e/ConsoleFiles.class", "/..%5cConsoleFiles.class", "/console.js/", "/console.js%00", "/" })
	void fileWhenNotListedIsRefused(String target) throws IOException {
		startShared(EXPOSED);
		assertThat(this.application.status(CONSOLE + target)).isIn(400, 404);
	}

	@Test
	void eventsBeginWithEverythingAndGoOnWithWhatChanges() throws Exception {
		start(EXPOSED);
		this.application.get("/quotes/ACME");
		await().until(() -> status("prices").ticks() > 3);
		try (ConsoleClient.Events events = this.application.events()) {
			assertThat(events.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
			assertThat(events.response().headers().firstValue("Cache-Control")).hasValue("no-store");
			JsonNode all = events.next("snapshot").at("/sections");
			assertThat(all.propertyNames()).containsExactlyInAnyOrder("problems", "handlers", "tickers", "ticks",
					"workers", "maps", "counters", "locks");
			assertThat(all.at("/handlers/quotes/requests").has("count")).isTrue();
			assertThat(all.at("/tickers/" + ConsoleApplication.HOSTILE + "/state").asString()).isEqualTo("WAITING");
			assertThat(all.at("/maps/quotes/size").asInt()).isOne();
			assertThat(all.toString()).doesNotContain(ConsoleApplication.SECRET, "ACME");
			long known = all.at("/ticks/prices").get(all.at("/ticks/prices").size() - 1).at("/number").asLong();
			JsonNode change = events.next("change").at("/sections");
			while (!change.at("/ticks").has("prices")) {
				change = events.next("change").at("/sections");
			}
			assertThat(change.at("/ticks/prices").get(0).at("/number").asLong()).isEqualTo(known + 1);
			assertThat(change.has("handlers")).isFalse();
		}
	}

	@Test
	void eventsWhenApplicationStopsEnd() throws Exception {
		start(EXPOSED, "spring.lifecycle.timeout-per-shutdown-phase=10m");
		stopsWithOpenStream();
	}

	@Test
	void eventsWhenManagementHasItsOwnPortEnd() throws Exception {
		start(EXPOSED, "management.server.port=0", "spring.lifecycle.timeout-per-shutdown-phase=10m");
		stopsWithOpenStream();
	}

	private void stopsWithOpenStream() throws Exception {
		try (ConsoleClient.Events events = this.application.events()) {
			assertThat(events.next("snapshot")).isNotNull();
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.application::close);
			assertThat(events.next("none")).isNull();
			stopped.get(60, TimeUnit.SECONDS);
		}
	}

	@Test
	void consoleWhenContextAndBasePathsAreChangedIsRelative() {
		start(EXPOSED, "server.servlet.context-path=/shop", "management.endpoints.web.base-path=/ops",
				"management.endpoints.web.path-mapping.console=live/view");
		assertThat(this.application.get("/shop/ops/live/view").body()).contains("src=\"./view/console.js\"");
		assertThat(this.application.get("/shop/ops/live/view/console.js").statusCode()).isEqualTo(200);
	}

	@Test
	void changeWhenFromThePageIsDone() {
		start(EXPOSED);
		assertThat(post("tickers", PAUSE).statusCode()).isEqualTo(204);
		assertThat(status("prices").paused()).isTrue();
		assertThat(post("tickers", "{\"name\":\"nobody\",\"action\":\"pause\"}").statusCode()).isEqualTo(404);
		assertThat(post("tickers", "{\"name\":\"prices\",\"action\":\"x\"}").statusCode()).isEqualTo(400);
		assertThat(post("anything", PAUSE).statusCode()).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ "Origin,http://evil.example", "Origin,null", "Sec-Fetch-Site,cross-site", "Sec-Fetch-Site,same-site" })
	void changeWhenFromAnotherSiteIsRefused(String header, String value) {
		startShared(EXPOSED);
		assertThat(post("tickers", PAUSE, header, value).statusCode()).isEqualTo(403);
		assertThat(this.application.get(CONSOLE + "/session", header, value).statusCode()).isEqualTo(403);
		assertThat(this.application.get(CONSOLE + "/events", header, value).statusCode()).isEqualTo(403);
		assertThat(status("prices").paused()).isFalse();
	}

	@Test
	void changeWhenFromThePageThroughProxyIsDone() {
		start(EXPOSED);
		assertThat(
				post("tickers", PAUSE, "Origin", "https://ops.example", "X-Forwarded-Host", "ops.example").statusCode())
			.isEqualTo(204);
	}

	@Test
	void changeWhenTokenIsMissingOrWrongIsRefused() {
		startShared(EXPOSED);
		String path = CONSOLE + "/tickers";
		assertThat(this.application.post(path, PAUSE, "Content-Type", "application/json").statusCode()).isEqualTo(403);
		assertThat(this.application.post(path, PAUSE, "Content-Type", "application/json", "X-Console-Token", "AAAA")
			.statusCode()).isEqualTo(403);
		assertThat(status("prices").paused()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x" })
	void changeWhenSentAsFormIsRefused(String type) {
		startShared(EXPOSED);
		assertThat(this.application
			.post(CONSOLE + "/tickers?name=prices&action=pause", "", "Content-Type", type, "X-Console-Token",
					this.application.token())
			.statusCode()).isIn(403, 415);
		assertThat(status("prices").paused()).isFalse();
	}

	@Test
	void changeWhenConsoleIsReadOnlyIsRefused() {
		start(EXPOSED, "management.endpoint.console.access=read-only");
		JsonNode session = ConsoleClient.json(this.application.get(CONSOLE + "/session").body());
		assertThat(session.at("/tickers").asBoolean()).isFalse();
		assertThat(session.has("token")).isFalse();
		assertThat(post("tickers", PAUSE).statusCode()).isIn(404, 405);
		assertThat(status("prices").paused()).isFalse();
	}

	@Test
	void changeWhenTickersAreReadOnlyIsRefused() {
		start(EXPOSED, "management.endpoint.tickers.access=read-only");
		JsonNode session = ConsoleClient.json(this.application.get(CONSOLE + "/session").body());
		assertThat(session.at("/tickers").asBoolean()).isFalse();
		assertThat(session.at("/workers").asBoolean()).isTrue();
		assertThat(post("tickers", PAUSE).statusCode()).isEqualTo(403);
		assertThat(status("prices").paused()).isFalse();
	}

	@Test
	void eventsWhenAccessIsNoneLeaveThatOut() throws Exception {
		start(EXPOSED, "management.endpoint.tickers.access=none", "management.endpoint.sharedstate.access=none");
		try (ConsoleClient.Events events = this.application.events()) {
			assertThat(events.next("snapshot").at("/sections").propertyNames()).containsExactlyInAnyOrder("problems",
					"handlers", "workers");
		}
		assertThat(post("tickers", PAUSE).statusCode()).isEqualTo(403);
	}

	private HttpResponse<String> post(String kind, String body, String... headers) {
		String[] all = new String[headers.length + 4];
		System.arraycopy(headers, 0, all, 4, headers.length);
		all[0] = "Content-Type";
		all[1] = "application/json";
		all[2] = "X-Console-Token";
		all[3] = this.application.token();
		return this.application.post(CONSOLE + "/" + kind, body, all);
	}

	private TickerStatus status(String ticker) {
		return this.application.context().getBean(Tickers.class).status(ticker);
	}

}
