package io.appinfra.net.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.appinfra.net.fixture.TestJava;
import io.appinfra.net.history.check.FencingTokens;
import io.appinfra.net.history.check.Holding;
import io.appinfra.net.history.check.Linearizability;
import io.appinfra.net.history.check.MutualExclusion;
import io.appinfra.net.history.check.Operation;
import io.appinfra.net.state.redis.CuttingProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The history of a shared state in an engine, under a random load by three instances with
 * four threads each, while instances, server and network fail. The server keeps on its
 * disk what it has confirmed.
 */
@Timeout(180)
abstract class EngineHistoryIT {

	private static final Duration LEASE = EngineHistoryClient.LEASE;

	/**
	 * What a history has on a machine that does much else, too.
	 */
	private static final int LEAST_OPERATIONS = 300;

	private static final List<String> INSTANCES = List.of("one", "two", "three");

	private final Map<String, Process> processes = new HashMap<>();

	private final long seed = new Random().nextLong();

	private final Random random = new Random(this.seed);

	private CuttingProxy proxy;

	private int started;

	@TempDir
	Path directory;

	@BeforeEach
	void start() throws Exception {
		System.out.println("Seed " + this.seed);
		startServer();
		this.proxy = new CuttingProxy(InetAddress.getLoopbackAddress(), port());
		INSTANCES.forEach(this::startInstance);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> recordings() == 4 * this.started);
	}

	@AfterEach
	void stop() throws Exception {
		this.processes.values().forEach(Process::destroyForcibly);
		this.proxy.close();
		stopServer();
	}

	/**
	 * Return the name of the engine.
	 * @return the name, as {@link EngineHistoryClient} knows it
	 */
	abstract String engine();

	abstract void startServer() throws Exception;

	abstract int port();

	abstract void signalServer(String signal);

	/**
	 * Kill the server, and start it again with what it had on its disk.
	 */
	abstract void restartServer() throws Exception;

	abstract void stopServer() throws Exception;

	@Test
	void operationsWhenInstancesServerAndNetworkFailAreLinearizable() throws Exception {
		fail(List.of(this::killInstance, this::freezeServerForHalfOfLease, this::cutConnections, this::loseAnswer,
				this::restartServer));
		check();
	}

	static IntStream histories() {
		return IntStream.rangeClosed(1, Integer.getInteger("histories", 1));
	}

	@ParameterizedTest
	@MethodSource("histories")
	void operationsWhenInstancesAndServerAreFrozenTooAreLinearizable(int number) throws Exception {
		fail(List.of(this::killInstance, this::freezeServerForHalfOfLease, this::cutConnections, this::loseAnswer,
				this::restartServer, () -> freezeServer(LEASE.multipliedBy(2)),
				() -> freezeInstance(LEASE.dividedBy(2)), () -> freezeInstance(LEASE.multipliedBy(2))));
		check();
	}

	private void fail(List<Fault> faults) throws Exception {
		List<Fault> shuffled = new ArrayList<>(faults);
		Collections.shuffle(shuffled, this.random);
		for (Fault fault : shuffled) {
			pass(Duration.ofMillis(200 + this.random.nextInt(500)));
			fault.happen();
		}
		pass(Duration.ofSeconds(1));
	}

	private void killInstance() {
		String instance = any();
		this.processes.get(instance).destroyForcibly();
		startInstance(instance);
	}

	private void freezeServerForHalfOfLease() {
		freezeServer(LEASE.dividedBy(2));
	}

	private void freezeServer(Duration duration) {
		signalServer("STOP");
		pass(duration);
		signalServer("CONT");
	}

	private void freezeInstance(Duration duration) throws Exception {
		String pid = "" + this.processes.get(any()).pid();
		new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
		pass(duration);
		new ProcessBuilder("kill", "-CONT", pid).start().waitFor();
	}

	private void cutConnections() {
		this.proxy.cut();
		pass(LEASE.dividedBy(4));
		this.proxy.mend();
	}

	private void loseAnswer() {
		for (int i = 0; i < 3; i++) {
			this.proxy.cutAfterNextRequest();
			pass(Duration.ofMillis(200));
		}
	}

	private String any() {
		return INSTANCES.get(this.random.nextInt(INSTANCES.size()));
	}

	private static void pass(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private void startInstance(String instance) {
		this.started++;
		this.processes.put(instance, startProcess(instance + "_" + this.started));
	}

	private Process startProcess(String name) {
		try {
			List<String> command = TestJava.command();
			command.addAll(List.of("-XX:+UseSerialGC", EngineHistoryClient.class.getName(), engine(),
					"" + this.proxy.port(), this.directory.toString(), name, "" + this.random.nextLong()));
			return new ProcessBuilder(command).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private long recordings() throws Exception {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.count();
		}
	}

	/**
	 * Let all instances end, and another one read what there is.
	 */
	private void check() throws Exception {
		for (Process process : this.processes.values()) {
			end(process);
		}
		end(startProcess("last"));
		List<Recording> recordings = Recording.readAll(this.directory);
		List<Operation> history = recordings.stream().flatMap(Recording::operations).toList();
		Linearizability.check(history);
		int taken = FencingTokens.check(history);
		int certain = MutualExclusion.checkCertain(recordings.stream()
			.flatMap((recording) -> recording.lives().stream())
			.flatMap((life) -> Holding.find(life).stream())
			.toList());
		System.out.println("The lock was taken %d times, and held to the end %d times".formatted(taken, certain));
		assertThat(certain).isPositive().isLessThanOrEqualTo(taken);
		assertThat(recordings.stream().mapToLong(Recording::cutOff).sum()).isPositive();
		System.out.println("%d operations, %d without an answer".formatted(history.size(),
				recordings.stream().mapToLong(Recording::cutOff).sum()));
		assertThat(history.size()).isGreaterThan(LEAST_OPERATIONS);
	}

	private static void end(Process process) throws Exception {
		process.getOutputStream().close();
		assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	private interface Fault {

		void happen() throws Exception;

	}

}
