package io.appinfra.net.clustered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.state.redis.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tickers of the cluster in three instances with one Redis, of which one ticks in a
 * worker: the worker is killed, then an instance, another one is frozen for longer than
 * its lease, and one is asked to stop.
 */
@Tag("full")
class ClusteredTickersIT {

	private static final Set<String> TICKERS = Set.of("alpha", "beta", "gamma");

	private static final Duration LEASE = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final Map<String, ClusteredProcess> instances = new TreeMap<>();

	private RedisProcess redis;

	@TempDir
	private Path directory;

	@BeforeEach
	void startRedis() {
		this.redis = new RedisProcess();
	}

	@AfterEach
	void stop() {
		this.instances.values().forEach(ClusteredProcess::close);
		this.redis.close();
	}

	@Test
	void ticksWhenInstancesAreKilledFrozenAndStoppedAreOnceEach() throws Exception {
		start("one", "two", "three");
		await(() -> running().values().stream().filter((tickers) -> tickers.size() == 1).count() == 3);
		assertSeenAlike();
		assertPauseCountsForAll("alpha");
		assertPauseCountsForAll("beta");
		killWorker();
		killOne();
		freezeOne();
		stopOne();
		assertOnceEach();
	}

	private void assertSeenAlike() {
		await(() -> {
			for (ClusteredProcess instance : this.instances.values()) {
				String cluster = instance.get("/actuator/cluster");
				assertThat(cluster).contains("\"instance\":\"" + instance.name() + "\"", "\"kind\":\"redis\"",
						"\"one\":{", "\"two\":{", "\"three\":{", "\"state\":\"UP\"");
				if (!TICKERS.stream().allMatch((ticker) -> cluster.contains("[\"" + ticker + "\"]"))) {
					return false;
				}
			}
			return true;
		});
		await(() -> this.instances.get("one").get("/actuator/tickers").contains("\"state\":\"STANDBY\""));
	}

	private void assertPauseCountsForAll(String ticker) throws IOException, InterruptedException {
		String owner = owner(ticker);
		ClusteredProcess other = this.instances.values()
			.stream()
			.filter((instance) -> !instance.name().equals(owner))
			.findFirst()
			.orElseThrow();
		assertThat(other.post("/actuator/tickers/" + ticker, "{\"action\":\"pause\"}")).isEqualTo(204);
		await(() -> this.instances.get(owner).get("/actuator/tickers/" + ticker).contains("\"state\":\"PAUSED\""));
		assertThat(this.instances.get(owner).get("/actuator/tickers/" + ticker)).contains("\"owner\":\"" + owner + "\"",
				"\"changed\":\"pause\"", "\"changedBy\":\"" + other.name() + "\"");
		long ticks = ticksAtRest(ticker);
		assertThat(other.post("/actuator/tickers/" + ticker, "{\"action\":\"trigger\"}")).isEqualTo(204);
		await(() -> ticks(ticker).count() == ticks + 1);
		assertThat(other.post("/actuator/tickers/" + ticker, "{\"action\":\"resume\"}")).isEqualTo(204);
		await(() -> ticks(ticker).count() > ticks + 5);
	}

	/**
	 * Return the number of ticks when it grows no more: one that had begun before the
	 * pause counts after it.
	 */
	private long ticksAtRest(String ticker) {
		AtomicLong ticks = new AtomicLong(-1);
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
			long now = ticks(ticker).count();
			return ticks.getAndSet(now) == now;
		});
		return ticks.get();
	}

	/**
	 * Its owner goes on in another process.
	 */
	private void killWorker() {
		String owner = owner("alpha");
		Call last = ticks("alpha").max(Comparator.comparingLong(Call::number)).orElseThrow();
		assertThat(last.instance()).isEqualTo(owner);
		ProcessHandle.of(last.pid()).orElseThrow().destroyForcibly();
		await(() -> ticks("alpha").filter((tick) -> tick.pid() != last.pid() && tick.number() > last.number())
			.count() > 10);
		assertThat(ticks("alpha").filter((tick) -> tick.number() > last.number())).extracting(Call::instance)
			.containsOnly(owner);
	}

	private void killOne() throws InterruptedException {
		String owner = owner("alpha");
		this.instances.get(owner).kill();
		long at = System.currentTimeMillis();
		await(() -> ticks("alpha").anyMatch((tick) -> tick.at() > at && !tick.instance().equals(owner)));
		await(() -> this.instances.values()
			.stream()
			.filter(ClusteredProcess::isAlive)
			.allMatch((instance) -> instance.get("/actuator/cluster").contains("\"state\":\"LOST\"")));
	}

	private void freezeOne() throws IOException, InterruptedException {
		String owner = owner("beta");
		ClusteredProcess frozen = this.instances.get(owner);
		frozen.signal("STOP");
		long at = System.currentTimeMillis();
		await(() -> ticks("beta").filter((tick) -> tick.at() > at && !tick.instance().equals(owner)).count() > 20);
		frozen.signal("CONT");
		await(() -> running().getOrDefault(owner, Set.of()).size() == 1);
	}

	private void stopOne() throws InterruptedException {
		ClusteredProcess leaving = this.instances.get(owner("gamma"));
		long at = System.currentTimeMillis();
		assertThat(leaving.terminate()).isEqualTo(143);
		assertThat(calls(leaving.name(), "onStop").count()).isEqualTo(calls(leaving.name(), "onStart").count());
		await(() -> ticks("gamma").anyMatch((tick) -> tick.at() > at && !tick.instance().equals(leaving.name())));
		await(() -> TICKERS.stream()
			.allMatch((ticker) -> ticks(ticker)
				.anyMatch((tick) -> tick.at() > at && !tick.instance().equals(leaving.name()))));
	}

	/**
	 * Each number begins once, tokens grow with them, and a tick ends before the next one
	 * begins, whoever ticks: only one that was frozen may have been in the middle of a
	 * tick.
	 */
	private void assertOnceEach() {
		for (String ticker : TICKERS) {
			List<Call> ticks = ticks(ticker).sorted(Comparator.comparingLong(Call::number)).toList();
			assertThat(ticks).extracting(Call::number).doesNotHaveDuplicates();
			assertThat(ticks).extracting(Call::token).isSorted().doesNotHaveDuplicates();
			assertThat(ticks).extracting(Call::at).isSorted();
			long missing = ticks.get(ticks.size() - 1).number() - ticks.size();
			assertThat(missing).as("Numbers that were lost with their instances").isLessThanOrEqualTo(3);
		}
	}

	private Stream<Call> ticks(String ticker) {
		return calls().filter((call) -> call.method().equals("tick") && call.ticker().equals(ticker));
	}

	private Stream<Call> calls(String instance, String method) {
		return calls().filter((call) -> call.instance().equals(instance) && call.method().equals(method));
	}

	private Stream<Call> calls() {
		Path file = this.directory.resolve("calls");
		try {
			return Files.exists(file) ? Files.readAllLines(file).stream().map(Call::of) : Stream.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String owner(String ticker) {
		List<String> owners = new ArrayList<>();
		await(() -> {
			owners.clear();
			running().forEach((instance, tickers) -> {
				if (tickers.contains(ticker)) {
					owners.add(instance);
				}
			});
			return owners.size() == 1;
		});
		return owners.get(0);
	}

	/**
	 * Return which instance has started a ticker and not stopped it.
	 */
	private Map<String, Set<String>> running() {
		return this.instances.values()
			.stream()
			.filter(ClusteredProcess::isAlive)
			.collect(Collectors.toMap(ClusteredProcess::name, (instance) -> {
				Set<String> running = new TreeSet<>();
				calls().filter((call) -> call.instance().equals(instance.name())).forEach((call) -> {
					if (call.method().equals("onStart")) {
						running.add(call.ticker());
					}
					else if (call.method().equals("onStop")) {
						running.remove(call.ticker());
					}
				});
				return running;
			}));
	}

	private void start(String... names) throws IOException {
		for (String name : names) {
			this.instances.put(name,
					ClusteredProcess.start(name, "--clustered.redis-port=" + this.redis.port(),
							"--spring.application.name=clustered", "--spring.datasource.generate-unique-name=true",
							"--appinfra.net.state.store=redis", "--clustered.file=" + this.directory.resolve("calls"),
							"--appinfra.net.cluster.lease=" + LEASE.toSeconds() + "s",
							"--management.endpoints.web.exposure.include=*"));
		}
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
	}

}
