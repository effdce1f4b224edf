package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random faults of three instances that share an engine: killed, frozen for less and for
 * longer than the lease, stopped, cut off, and with workers that are killed. As many as
 * {@code -Dcluster-faults} says, on each of {@code -Dcluster-engines} (redis, postgresql,
 * mariadb, mysql).
 */
@Tag("full")
class ClusterFaultsIT {

	private static final int FAULTS = Integer.getInteger("cluster-faults", 8);

	private static final long SEED = Long.getLong("cluster-seed", System.nanoTime());

	private static final Set<String> TICKERS = Set.of("alpha", "beta", "gamma", "delta");

	private static final Pattern COUNTS = Pattern.compile("\"failures\":(\\d+),\"skipped\":(\\d+)");

	private static final Duration LEASE = Duration.ofSeconds(3);

	private final Map<String, ClusteredProcess> instances = new TreeMap<>();

	private final List<ClusteredProcess> ended = new ArrayList<>();

	private final Map<String, Integer> faults = new TreeMap<>();

	private final Set<Long> frozen = new HashSet<>();

	private final Set<Long> killed = new HashSet<>();

	private final Map<String, List<Long>> moments = new TreeMap<>();

	private final Random random = new Random(SEED);

	private ClusterEngine engine;

	@TempDir
	private Path directory;

	@AfterEach
	void stop() throws IOException {
		this.instances.values().forEach(ClusteredProcess::close);
		this.engine.close();
	}

	@ParameterizedTest
	@MethodSource("engines")
	void ticksWhenThereAreFaultsAreOnceEachOrCounted(String kind) throws Exception {
		System.out.println("%s, seed %d".formatted(kind, SEED));
		this.engine = ClusterEngine.start(kind, this.directory);
		Files.createFile(this.directory.resolve("calls"));
		for (String name : List.of("one", "two", "three")) {
			start(name);
		}
		awaitTicks();
		for (int i = 0; i < FAULTS; i++) {
			fault();
			pause(this.random.nextInt(4_000));
		}
		for (String name : List.copyOf(this.instances.keySet())) {
			started(name);
		}
		awaitTicks();
		verify();
	}

	static Stream<String> engines() {
		return Stream.of(System.getProperty("cluster-engines", "postgresql").split(","));
	}

	private void fault() throws Exception {
		ClusteredProcess instance = any();
		switch (this.random.nextInt(6)) {
			case 0 -> kill(instance);
			case 1 -> freeze(instance, LEASE.dividedBy(2));
			case 2 -> freeze(instance, LEASE.multipliedBy(2));
			case 3 -> {
				note("cut off");
				disturbed(this.instances.values());
				this.engine.connections().cut();
			}
			case 4 -> killWorkers(instance);
			default -> terminate(instance);
		}
	}

	private void kill(ClusteredProcess instance) throws Exception {
		note("killed");
		this.killed.add(instance.pid());
		disturbed(List.of(instance));
		instance.kill();
		start(instance.name());
	}

	/**
	 * Whether its workers end their ticks in time is not certain when it wakes.
	 */
	private void freeze(ClusteredProcess instance, Duration duration) throws Exception {
		boolean longer = duration.compareTo(LEASE) > 0;
		note(longer ? "frozen for longer" : "frozen");
		if (longer) {
			this.frozen.add(instance.pid());
		}
		disturbed(List.of(instance));
		instance.signal("STOP");
		pause(duration.toMillis());
		instance.signal("CONT");
		disturbed(List.of(instance));
	}

	private void killWorkers(ClusteredProcess instance) {
		note("worker killed");
		disturbed(List.of(instance));
		instance.workers().forEach((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
	}

	private void terminate(ClusteredProcess instance) throws Exception {
		note("stopped");
		assertThat(instance.terminate()).isEqualTo(143);
		start(instance.name());
	}

	private void note(String fault) {
		this.faults.merge(fault, 1, Integer::sum);
		this.moments.computeIfAbsent(fault, (name) -> new ArrayList<>()).add(System.currentTimeMillis());
	}

	/**
	 * The workers may be killed, since they lost their leases.
	 */
	private void disturbed(Iterable<ClusteredProcess> disturbed) {
		disturbed.forEach((instance) -> this.killed.addAll(instance.workers()));
	}

	/**
	 * Return an instance that has started, as another one has that can take over from it.
	 */
	private ClusteredProcess any() {
		List<String> names = new ArrayList<>(this.instances.keySet());
		Collections.shuffle(names, this.random);
		started(names.get(1));
		return started(names.get(0));
	}

	private ClusteredProcess started(String name) {
		ClusteredProcess instance = this.instances.get(name);
		instance.awaitStart();
		return instance;
	}

	private void verify() throws Exception {
		Map<String, long[]> counts = new TreeMap<>();
		CallLog log = log();
		TICKERS.forEach((ticker) -> counts.put(ticker, counts(ticker)));
		Set<Long> alive = new HashSet<>();
		this.instances.values().forEach((instance) -> {
			alive.add(instance.pid());
			alive.addAll(instance.workers());
		});
		print(log, counts);
		assertThat(log.problems(this.frozen)).isEmpty();
		assertThat(log.notStopped(this.killed, alive)).isEmpty();
		for (String ticker : TICKERS) {
			Set<Long> lost = new TreeSet<>(log.missing(ticker));
			lost.addAll(log.unended(ticker));
			assertThat((long) lost.size()).as("Lost ticks of " + ticker).isLessThanOrEqualTo(counts.get(ticker)[0]);
			assertThat(named(ticker)).as("Ticks of " + ticker + " that the logs name").containsAll(lost);
		}
		assertThat(log.uncountedSeconds("delta")).isEmpty();
	}

	/**
	 * Return the ticks that the logs of all instances name, since they failed or are
	 * lost.
	 */
	private Set<Long> named(String ticker) {
		Pattern tick = Pattern.compile("(?:WARN|ERROR).* [Tt]ick (\\d+) of ticker '%s'".formatted(ticker));
		Set<Long> named = new TreeSet<>();
		Stream.concat(this.ended.stream(), this.instances.values().stream())
			.forEach((instance) -> tick.matcher(instance.output())
				.results()
				.forEach((match) -> named.add(Long.valueOf(match.group(1)))));
		return named;
	}

	private void print(CallLog log, Map<String, long[]> counts) {
		System.out.println(this.faults);
		counts.forEach((ticker,
				count) -> System.out.println("%s: %d ticks, %d missing, %d not ended, %d failures, %d skipped"
					.formatted(ticker, log.ticks(ticker).size(), log.missing(ticker).size(), log.unended(ticker).size(),
							count[0], count[1])));
		this.moments.forEach((fault, moments) -> {
			List<Long> gaps = new ArrayList<>();
			moments.forEach((at) -> gaps.add(List.of("beta", "gamma")
				.stream()
				.mapToLong((ticker) -> log.gapAfter(ticker, at))
				.max()
				.getAsLong()));
			Collections.sort(gaps);
			System.out.println("%s: until both in-process tickers ticked again ms %s".formatted(fault, gaps));
		});
	}

	private long[] counts(String ticker) {
		String status = this.instances.get("one").get("/actuator/tickers/" + ticker);
		Matcher matcher = COUNTS.matcher(status);
		assertThat(matcher.find()).as(status).isTrue();
		return new long[] { Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)) };
	}

	private CallLog log() throws IOException {
		return new CallLog(this.directory.resolve("calls"));
	}

	private void awaitTicks() {
		long at = System.currentTimeMillis();
		await(() -> {
			CallLog log = log();
			return TICKERS.stream().allMatch((ticker) -> log.gapAfter(ticker, at + 5_000) >= 0);
		});
	}

	private void start(String name) throws IOException {
		List<String> args = new ArrayList<>(this.engine.args());
		args.addAll(List.of("--spring.application.name=clustered", "--clustered.duration=20ms", "--clustered.cron=true",
				"--clustered.file=" + this.directory.resolve("calls"),
				"--appinfra.net.cluster.lease=" + LEASE.toSeconds() + "s",
				"--management.endpoints.web.exposure.include=*"));
		ClusteredProcess former = this.instances.put(name, ClusteredProcess.start(name, args.toArray(String[]::new)));
		if (former != null) {
			this.ended.add(former);
		}
	}

	private static void pause(long millis) {
		CompletableFuture.runAsync(() -> {
		}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)).join();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(500)).until(condition);
	}

}
