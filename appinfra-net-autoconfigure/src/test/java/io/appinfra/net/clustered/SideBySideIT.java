package io.appinfra.net.clustered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances with one Redis in which nothing fails, so that each number of a ticker
 * is ticked once, and after the one before has ended: one of them has another version of
 * the application, the clock of another one is stepped, and tickers are handed over all
 * the time. Their clocks differ, so what counts is the order in which they write.
 */
@Tag("full")
class SideBySideIT {

	private static final Set<String> SHARED = Set.of("alpha", "beta", "gamma");

	private static final String NEW = "new";

	private static final String STEPPED = "stepped";

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private static final Map<String, ClusteredProcess> instances = new TreeMap<>();

	private static ClusterEngine engine;

	private static Path calls;

	private static Optional<SteppedClock> clock;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		engine = ClusterEngine.start("redis", directory);
		calls = Files.createFile(directory.resolve("calls"));
		clock = SteppedClock.create(directory.resolve("clock"));
		start("old", Map.of());
		start(STEPPED, clock.map(SteppedClock::environment).orElse(Map.of()));
		start(NEW, Map.of(), "--clustered.version=2", "--appinfra.net.tickers.beta.interval=80ms",
				"--appinfra.net.tickers.gamma.mode=spaced");
		instances.values().forEach(ClusteredProcess::awaitStart);
		awaitWorkers();
	}

	/**
	 * Nobody gives a ticker away that no other worker is up for: a hand-over does nothing
	 * until the owner has seen that one is. The others are moved as well, since an owner
	 * names the heir that has least.
	 */
	private static void awaitWorkers() {
		Awaitility.await("Ticks of 'alpha' in all workers")
			.atMost(Duration.ofSeconds(180))
			.pollInterval(Duration.ofMillis(300))
			.until(() -> {
				boolean all = ticks("alpha").stream()
					.map(Call::instance)
					.collect(Collectors.toSet())
					.containsAll(instances.keySet());
				return all || handOver(any(), NEW) != 204;
			});
		await(() -> {
			List<Call> ticks = ticks("alpha");
			return ticks.subList(Math.max(0, ticks.size() - 60), ticks.size())
				.stream()
				.map(Call::instance)
				.distinct()
				.count() == 1;
		});
	}

	/**
	 * A long lease, since an instance that loses it for the load of the machine loses
	 * ticks as well.
	 */
	private static void start(String name, Map<String, String> environment, String... more) throws IOException {
		List<String> args = new ArrayList<>(engine.args());
		args.addAll(List.of("--spring.application.name=side-by-side", "--clustered.file=" + calls,
				"--clustered.duration=5ms", "--appinfra.net.cluster.balance=false", "--appinfra.net.cluster.lease=60s",
				"--management.endpoints.web.exposure.include=*"));
		args.addAll(List.of(more));
		instances.put(name, ClusteredProcess.start(name, environment, args.toArray(String[]::new)));
	}

	@AfterAll
	static void stop() throws IOException {
		instances.values().forEach(ClusteredProcess::close);
		engine.close();
	}

	@AfterEach
	void eachNumberIsTickedOnceAndAfterTheOneBefore() {
		Map<String, Call> last = new TreeMap<>();
		for (Call call : calls()) {
			Call before = last.get(call.ticker());
			if (call.method().equals("tick")) {
				assertThat(before == null || before.method().equals("end")).as("%s, then %s", before, call).isTrue();
				assertThat(call.number()).as("%s, then %s", before, call)
					.isEqualTo((before != null) ? before.number() + 1 : 1);
				assertThat(call.token()).isGreaterThan((before != null) ? before.token() : 0);
				last.put(call.ticker(), call);
			}
			else if (call.method().equals("end")) {
				assertThat(call.number()).isEqualTo(before.number());
				last.put(call.ticker(), call);
			}
		}
	}

	@Test
	void versionsWhenTheirTickersDifferTickEachWhatTheyHave() throws Exception {
		await(() -> ticks("epsilon").size() > 5);
		assertThat(handOver("epsilon", "old")).isEqualTo(404);
		assertThat(handOver("epsilon", NEW)).isEqualTo(204);
		int before = ticks("epsilon").size();
		await(() -> ticks("epsilon").size() > before + 20);
		assertThat(ticks("epsilon")).extracting(Call::instance).containsOnly(NEW);
		for (String ticker : SHARED) {
			awaitOwner(ticker, NEW);
			awaitOwner(ticker, "old");
		}
		assertThat(instances.get("old").get("/actuator/cluster")).contains("\"new\":{", "\"old\":{", "\"stepped\":{")
			.doesNotContain("LOST");
	}

	@Test
	void handOverWhenItIsAskedForAgainAndAgainUnderLoadMovesTickers() throws Exception {
		AtomicBoolean ending = new AtomicBoolean();
		List<CompletableFuture<Void>> load = instances.values()
			.stream()
			.map((instance) -> CompletableFuture.runAsync(() -> visit(instance, ending)))
			.toList();
		Map<String, Set<String>> owners = new TreeMap<>();
		for (int round = 0; round < 4; round++) {
			for (String ticker : SHARED) {
				owners.computeIfAbsent(ticker, (name) -> new HashSet<>()).add(move(ticker));
			}
		}
		ending.set(true);
		assertThat(load).allSatisfy((visitor) -> assertThat(visitor).succeedsWithin(Duration.ofSeconds(60)));
		assertThat(owners).allSatisfy((ticker, all) -> assertThat(all).hasSizeGreaterThan(1));
	}

	private static void visit(ClusteredProcess instance, AtomicBoolean ending) {
		while (!ending.get()) {
			assertThat(instance.get("/actuator/cluster")).contains("\"instances\"");
			assertThat(instance.get("/actuator/tickers")).contains("\"alpha\"");
		}
	}

	@Test
	void tickerWhenTheClockOfItsOwnerIsSteppedKeepsItsPace() throws Exception {
		Assumptions.assumeTrue(clock.isPresent(), "libfaketime is not installed");
		for (String ticker : List.of("alpha", "beta")) {
			awaitOwner(ticker, STEPPED);
			for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO)) {
				clock.get().step(step);
				long before = ticks(ticker).size();
				long at = System.nanoTime();
				await(() -> ticks(ticker).size() >= before + 40);
				assertThat(Duration.ofNanos(System.nanoTime() - at)).isGreaterThan(INTERVAL.multipliedBy(20));
			}
			clock.get().step(Duration.ofHours(1));
			awaitOwner(ticker, "old");
		}
		clock.get().step(Duration.ZERO);
		assertThat(instances.get("old").get("/actuator/cluster")).doesNotContain("LOST");
	}

	/**
	 * Move tickers until an instance ticks one: an owner names the heir that has least.
	 */
	private static void awaitOwner(String ticker, String instance) throws Exception {
		for (int moves = 0; !owner(ticker).equals(instance); moves++) {
			assertThat(moves).isLessThan(200);
			move(any());
		}
	}

	private static String any() {
		return List.copyOf(SHARED).get(ThreadLocalRandom.current().nextInt(SHARED.size()));
	}

	/**
	 * Let another instance go on with a ticker, asked for at any of them.
	 * @return the former owner
	 */
	private static String move(String ticker) throws Exception {
		String owner = owner(ticker);
		List<String> names = new ArrayList<>(instances.keySet());
		Collections.shuffle(names);
		assertThat(handOver(ticker, names.get(0))).isEqualTo(204);
		Awaitility.await("Move of ticker '%s' from '%s'".formatted(ticker, owner))
			.atMost(Duration.ofSeconds(120))
			.pollInterval(INTERVAL)
			.until(() -> !owner(ticker).equals(owner));
		return owner;
	}

	private static int handOver(String ticker, String by) throws Exception {
		return instances.get(by).post("/actuator/tickers/" + ticker, "{\"action\":\"hand-over\"}");
	}

	/**
	 * Return where a ticker has ticked last.
	 */
	private static String owner(String ticker) {
		await(() -> !ticks(ticker).isEmpty());
		List<Call> ticks = ticks(ticker);
		return ticks.get(ticks.size() - 1).instance();
	}

	private static List<Call> ticks(String ticker) {
		return calls().stream().filter((call) -> call.ticker().equals(ticker) && call.method().equals("tick")).toList();
	}

	/**
	 * Return the calls in the order in which they were written. The last line may not be
	 * whole.
	 */
	private static List<Call> calls() {
		try {
			String text = Files.readString(calls);
			return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Call::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(INTERVAL).until(condition);
	}

}
