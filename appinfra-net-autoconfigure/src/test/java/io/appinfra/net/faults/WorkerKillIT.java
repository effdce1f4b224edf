package io.appinfra.net.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.faults.Evidence.Item;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers are killed at random moments, {@code -Dkills=200} times, while they and this
 * process put load on the shared state.
 */
@Tag("full")
class WorkerKillIT {

	private static final int KILLS = Integer.getInteger("kills", 10);

	private static final List<String> WEB_THREADS = List.of("web-one", "web-two");

	private final Queue<ProcessHandle> killed = new ConcurrentLinkedQueue<>();

	private final AtomicInteger killsOfUp = new AtomicInteger();

	private final AtomicBoolean enough = new AtomicBoolean();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final String temporary = System.getProperty("java.io.tmpdir");

	@TempDir
	Path directory;

	private FaultRun run;

	@BeforeEach
	void start() throws IOException {
		System.setProperty("java.io.tmpdir", Files.createDirectory(this.directory.resolve("tmp")).toString());
		List<String> arguments = new ArrayList<>(List.of("--load.directory=" + this.directory));
		LoadApplication.WORKERS.forEach((worker) -> {
			String restart = "--appinfra.net.workers." + worker + ".restart.";
			arguments.addAll(List.of(restart + "initial-delay=1ms", restart + "max-delay=1ms",
					restart + "max-restarts=" + Integer.MAX_VALUE));
		});
		this.run = FaultRun.start(LoadApplication.class, arguments);
		awaitAllUp();
	}

	@AfterEach
	void close() {
		System.setProperty("java.io.tmpdir", this.temporary);
		this.enough.set(true);
		this.executor.shutdownNow();
		this.run.close();
	}

	@Test
	void killWhenUnderLoadLosesNothingAndLeavesNothing() throws Exception {
		List<Future<?>> web = startWebThreads();
		kill(LoadApplication.WORKERS.size());
		Resources before = resourcesAtRest();
		kill(KILLS);
		Awaitility.await()
			.atMost(60, TimeUnit.SECONDS)
			.untilAsserted(() -> assertThat(resourcesAtRest().beyond(before)).isEmpty());
		System.out.printf("Figures: %d kills, %d of them of workers that were up; %s before, %s after%n",
				this.killed.size(), this.killsOfUp.get(), before.summary(), resourcesAtRest().summary());
		awaitProgressOfAll();
		this.enough.set(true);
		for (Future<?> thread : web) {
			thread.get();
		}
		awaitEndOfRounds();
		assertNothingIsLost();
		this.run.stop();
		assertThat(this.killed).hasSize(KILLS + LoadApplication.WORKERS.size()).noneMatch(ProcessHandle::isAlive);
		FaultRun.awaitNoWorkers();
		assertThat(Path.of(System.getProperty("java.io.tmpdir"))).isEmptyDirectory();
	}

	private List<Future<?>> startWebThreads() {
		List<Future<?>> threads = new ArrayList<>();
		WEB_THREADS.forEach((name) -> threads.add(this.executor.submit(() -> {
			Load load = new Load(name, this.directory, this.run.state());
			while (!this.enough.get()) {
				load.round();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
			}
			return null;
		})));
		return threads;
	}

	private void kill(int number) throws Exception {
		this.run.state().counter("running").set(1);
		AtomicInteger left = new AtomicInteger(number);
		List<Future<?>> killers = new ArrayList<>();
		LoadApplication.WORKERS.forEach((worker) -> killers.add(this.executor.submit(() -> {
			while (left.getAndDecrement() > 0) {
				killOnce(worker);
			}
		})));
		for (Future<?> killer : killers) {
			killer.get();
		}
	}

	/**
	 * Kill a worker that ticks, or one in whatever state it is in.
	 */
	private void killOnce(String worker) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		boolean up = random.nextBoolean();
		if (up) {
			this.run.awaitUp(worker);
		}
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(up ? 500 : 2000)));
		FaultRun.await(() -> kill(this.run.worker(worker)));
	}

	private boolean kill(WorkerStatus worker) {
		ProcessHandle process = (worker.pid() != null) ? ProcessHandle.of(worker.pid()).orElse(null) : null;
		if (process == null || this.killed.contains(process) || !process.destroyForcibly()) {
			return false;
		}
		this.killed.add(process);
		if (worker.state() == WorkerState.UP) {
			this.killsOfUp.incrementAndGet();
		}
		return true;
	}

	/**
	 * A kill can come before a client has done anything.
	 */
	private void awaitProgressOfAll() {
		this.run.state().counter("running").set(1);
		clients().forEach((client) -> {
			Evidence evidence = Evidence.open(this.directory, client);
			FaultRun.await(() -> evidence.get(Item.GUARDED_DONE) > 0);
		});
		this.run.state().counter("running").set(0);
	}

	/**
	 * A round that has begun goes on when the load ends, and what it has sent and not yet
	 * written down would look like a loss, or hide one.
	 */
	private void awaitEndOfRounds() {
		clients().forEach((client) -> {
			Evidence evidence = Evidence.open(this.directory, client);
			FaultRun.await(() -> evidence.get(Item.IN_ROUND) == 0);
		});
	}

	private Resources resourcesAtRest() {
		this.run.state().counter("running").set(0);
		awaitAllUp();
		return Resources.count();
	}

	/**
	 * Wait until all workers are up, those too whose death has not been noticed yet.
	 */
	private void awaitAllUp() {
		LoadApplication.WORKERS.forEach((worker) -> FaultRun.await(() -> isUp(this.run.worker(worker))));
	}

	private boolean isUp(WorkerStatus worker) {
		return worker.state() == WorkerState.UP
				&& this.killed.stream().noneMatch((process) -> process.pid() == worker.pid());
	}

	private void assertNothingIsLost() throws IOException {
		assertThat(Evidence.violations(this.directory)).isEmpty();
		SharedState state = this.run.state();
		assertThat(state.counter("adds").get()).isBetween(sum(Item.ADDS_DONE), sum(Item.ADDS_TRIED));
		assertThat(state.map("values", Long.class).get(Load.GUARD)).isBetween(sum(Item.GUARDED_DONE),
				sum(Item.GUARDED_TRIED));
		clients().forEach((client) -> {
			Evidence evidence = Evidence.open(this.directory, client);
			assertThat(state.map("values", Long.class).get(client)).isBetween(evidence.get(Item.PUT_DONE),
					evidence.get(Item.PUT_TRIED));
		});
	}

	private long sum(Item item) {
		return clients().mapToLong((client) -> Evidence.open(this.directory, client).get(item)).sum();
	}

	private static Stream<String> clients() {
		return Stream.concat(LoadApplication.TICKERS.stream(), WEB_THREADS.stream());
	}

}
