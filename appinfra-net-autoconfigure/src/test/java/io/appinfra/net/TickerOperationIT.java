package io.appinfra.net;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import io.appinfra.net.fixture.ApplicationProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an operator does with tickers of a worker, through HTTP and across the death of
 * the worker.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TickerOperationIT {

	private static final String COUNTING = "/actuator/tickers/countingTicker";

	private static final String LOGGER = "/actuator/loggers/io.appinfra.net.fixture.CountingTicker";

	private ApplicationProcess application;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.application = ApplicationProcess.start(directory, "--appinfra.net.tickers.stubbornTicker.timeout=5s");
		this.application.awaitWorker();
	}

	@AfterEach
	void resume() {
		post(COUNTING, "{\"action\":\"resume\"}");
		post(COUNTING, "{\"interval\":\"50ms\"}");
	}

	@AfterAll
	void close() {
		this.application.close();
	}

	@Test
	void changesOutliveTheWorker() throws Exception {
		assertThat(this.application.output()).noneMatch((line) -> line.contains("counted to"));
		assertThat(post(LOGGER, "{\"configuredLevel\":\"DEBUG\"}").statusCode()).isEqualTo(204);
		this.application.await(() -> hasCountedAloud(worker()));
		assertThat(post(COUNTING, "{\"interval\":\"PT0.2S\"}").statusCode()).isEqualTo(204);
		assertThat(counting("/interval").asString()).isEqualTo("200ms");
		pause();
		awaitPauseOfWorker();
		long paused = ticksAtRest();
		trigger(paused + 1);
		killAndAwaitNext();
		trigger(paused + 2);
		assertThat(counting("/last/number").asLong()).isEqualTo(paused + 2);
		assertThat(counting("/last/outcome").asString()).isEqualTo("SUCCESS");
		assertThat(counting("/nextAt").isMissingNode()).isTrue();
		assertThat(counting("/interval").asString()).isEqualTo("200ms");
		this.application.await(() -> hasCountedAloud(worker()));
		post(LOGGER, "{\"configuredLevel\":null}");
		post(COUNTING, "{\"action\":\"resume\"}");
		this.application.await(() -> counting("/ticks").asLong() > paused + 5);
	}

	@Test
	@Tag("full")
	void pauseWhenWorkerIsDeadCountsForTheNext() throws Exception {
		pause();
		long ticks = ticksAtRest();
		post(COUNTING, "{\"action\":\"resume\"}");
		this.application.await(() -> counting("/ticks").asLong() > ticks);
		long worker = worker();
		this.application.kill(worker);
		this.application.await(() -> worker() != worker);
		pause();
		ticksAtRest();
		long before = counting("/last/number").asLong();
		post(COUNTING, "{\"action\":\"trigger\"}");
		this.application.await(() -> workerState().equals("UP") && counting("/last/number").asLong() > before);
		assertThat(counting("/state").asString()).isEqualTo("PAUSED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					countingTicker | {"action":"start"}                     | 400 | There is no action 'start': it is trigger, pause, resume or hand-over
					countingTicker | {"interval":"0s"}                      | 400 | The interval must be positive
					countingTicker | {"interval":"soon"}                    | 400 | 'soon' is not a valid duration
					countingTicker | {}                                     | 400 | Either 'action'
					countingTicker | {"action":"pause","interval":"5s"}     | 400 | Either 'action'
					countingTicker | not JSON                               | 400 |
					nobody         | {"action":"pause"}                     | 404 | There is no ticker 'nobody'
					""")
	void changeThatMakesNoSenseIsRefused(String ticker, String body, int status, String reason) {
		HttpResponse<String> response = post("/actuator/tickers/" + ticker, body);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains((reason != null) ? reason : "");
		assertThat(counting("/state").asString()).isNotEqualTo("PAUSED");
	}

	@Test
	void tickWhenItRunsLongerThanItsTimeoutIsKilledWithItsWorker() {
		long worker = worker();
		this.application.send("POST", "/orders/spin");
		this.application.await(() -> worker() != worker && workerState().equals("UP"));
		assertThat(this.application.get("/actuator/workers").at("/workers/default/lastExit/reason").asString())
			.startsWith("killed by the supervisor, because tick ")
			.endsWith("of ticker 'stubbornTicker' ran longer than its timeout of 5000 ms");
		assertThat(this.application.get("/actuator/tickers/stubbornTicker").at("/failures").asLong()).isPositive();
		assertThat(this.application.output()).anyMatch((line) -> line.endsWith("Its threads were:"))
			.anyMatch((line) -> line.contains("\"ticker-stubbornTicker\" RUNNABLE"))
			.anyMatch((line) -> line.contains("StubbornTicker.spin("));
		long ticks = counting("/ticks").asLong();
		this.application.await(() -> counting("/ticks").asLong() > ticks + 2);
	}

	private boolean hasCountedAloud(long worker) {
		return this.application.output()
			.stream()
			.anyMatch((line) -> line.contains(" DEBUG ") && line.contains("[default %d] counted to".formatted(worker)));
	}

	private void trigger(long expected) {
		assertThat(post(COUNTING, "{\"action\":\"trigger\"}").statusCode()).isEqualTo(204);
		this.application.await(() -> counting("/ticks").asLong() == expected);
		assertThat(counting("/state").asString()).isEqualTo("PAUSED");
	}

	private void pause() {
		assertThat(post(COUNTING, "{\"action\":\"pause\"}").statusCode()).isEqualTo(204);
		this.application.await(() -> counting("/state").asString().equals("PAUSED"));
	}

	/**
	 * Wait until the worker has taken the pause, which the web process shows at once: it
	 * ticks out of turn after that, and such a tick alone is never late.
	 */
	private void awaitPauseOfWorker() {
		assertThat(post(COUNTING, "{\"action\":\"trigger\"}").statusCode()).isEqualTo(204);
		this.application.await(() -> counting("/last/latenessMs").asDouble(1) == 0);
	}

	/**
	 * Return the number of ticks when it grows no more: one that had begun before the
	 * pause counts after it.
	 */
	private long ticksAtRest() {
		AtomicLong ticks = new AtomicLong(-1);
		await().pollInterval(Duration.ofMillis(250)).until(() -> {
			long now = counting("/ticks").asLong();
			return ticks.getAndSet(now) == now;
		});
		return ticks.get();
	}

	private void killAndAwaitNext() throws Exception {
		long worker = worker();
		this.application.kill(worker);
		this.application.await(() -> worker() != worker && workerState().equals("UP"));
	}

	private HttpResponse<String> post(String path, String json) {
		return this.application.send("POST", path, json);
	}

	private JsonNode counting(String path) {
		return this.application.get(COUNTING).at(path);
	}

	private long worker() {
		return this.application.get("/actuator/workers").at("/workers/default/pid").asLong();
	}

	private String workerState() {
		return this.application.get("/actuator/workers").at("/workers/default/state").asString();
	}

}
