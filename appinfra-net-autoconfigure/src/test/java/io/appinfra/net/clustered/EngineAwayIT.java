package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance whose engine is away for a while, frozen or killed: pages that need no
 * state are served, neither threads nor events in the log grow with the time, and it goes
 * on once the engine is back.
 */
@Tag("full")
@Timeout(900)
class EngineAwayIT {

	private static final Duration AWAY = Duration.ofSeconds(Long.getLong("away", 4));

	private static final int MANY_EVENTS = 40;

	private static final int MANY_THREADS = 15;

	private static final Pattern VALUE = Pattern.compile("\"value\":([0-9.]+)");

	private ClusterEngine engine;

	private ClusteredProcess instance;

	@TempDir
	private Path directory;

	@AfterEach
	void stop() throws IOException {
		this.instance.close();
		this.engine.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "postgresql" })
	void instanceWhenEngineIsAwayServesPagesAndGoesOnOnceItIsBack(String kind) throws Exception {
		this.engine = ClusterEngine.start(kind, this.directory);
		Files.createFile(calls());
		List<String> args = new ArrayList<>(this.engine.args());
		args.addAll(List.of("--spring.application.name=away", "--clustered.file=" + calls(),
				"--appinfra.net.cluster.lease=3s", "--management.endpoints.web.exposure.include=*"));
		this.instance = ClusteredProcess.start("one", args.toArray(String[]::new));
		this.instance.awaitStart();
		awaitTicks();
		this.engine.server().signal("STOP");
		try {
			stayAway(kind + " frozen");
		}
		finally {
			this.engine.server().signal("CONT");
		}
		goOn(kind + " frozen");
		this.engine.server().kill();
		stayAway(kind + " killed");
		this.engine.server().startAgain();
		goOn(kind + " killed");
	}

	private void stayAway(String what) {
		double threads = threads();
		long events = events();
		long end = System.nanoTime() + AWAY.toNanos();
		double most = threads;
		while (System.nanoTime() - end < 0) {
			assertThat(this.instance.get("/actuator/info")).isEqualTo("{}");
			most = Math.max(most, threads());
		}
		long added = events() - events;
		System.out.println("%s for %d s: %d events, threads %.0f, then %.0f".formatted(what, AWAY.toSeconds(), added,
				threads, most));
		assertThat(added).as(this.instance.output()).isLessThan(MANY_EVENTS);
		assertThat(most).isLessThan(threads + MANY_THREADS);
	}

	/**
	 * Return the number of events in the log, each of which begins with its time.
	 */
	private long events() {
		return this.instance.output().lines().filter((line) -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*")).count();
	}

	private double threads() {
		Matcher matcher = VALUE.matcher(this.instance.get("/actuator/metrics/jvm.threads.live"));
		assertThat(matcher.find()).isTrue();
		return Double.parseDouble(matcher.group(1));
	}

	private void goOn(String what) {
		long back = System.nanoTime();
		awaitTicks();
		System.out.println("%s: ticks again ms %d".formatted(what, (System.nanoTime() - back) / 1_000_000));
	}

	private void awaitTicks() {
		long at = System.currentTimeMillis();
		Awaitility.await()
			.atMost(Duration.ofSeconds(120))
			.until(() -> tickersSince(at).containsAll(List.of("alpha", "beta", "gamma")));
	}

	private List<String> tickersSince(long at) throws IOException {
		return Files.readAllLines(calls())
			.stream()
			.map((line) -> line.split(" "))
			.filter((call) -> call.length > 5 && call[2].equals("tick") && Long.parseLong(call[5]) > at)
			.map((call) -> call[1])
			.toList();
	}

	private Path calls() {
		return this.directory.resolve("calls");
	}

}
