package io.appinfra.net.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerSupervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The history of the shared state of several processes, under a random load by all of
 * them: also while one of them is killed and comes again.
 */
@Tag("full")
@Timeout(120)
class WorkerHistoryIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final int THREADS = 4;

	private final Random random = new Random();

	private final AtomicBoolean enough = new AtomicBoolean();

	private final Semaphore pace = new Semaphore(0);

	@TempDir
	Path directory;

	private ConfigurableApplicationContext application;

	private Rounds rounds;

	private Threads threads;

	@BeforeEach
	void start() {
		long seed = this.random.nextLong();
		System.out.println("Seed " + seed);
		SpringApplication application = new SpringApplication(HistoryApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		this.application = application.run("--history.directory=" + this.directory, "--history.seed=" + seed,
				"--appinfra.net.workers.one.restart.initial-delay=1ms");
		SharedState state = this.application.getBean(SharedState.class);
		this.rounds = new Rounds(state);
		this.rounds.onEnd(() -> this.pace.release(THREADS));
		this.threads = new Threads(state, this.directory, seed);
		this.threads.start(THREADS, this::work);
		awaitOtherThan("one", -1);
		awaitOtherThan("two", -1);
	}

	@AfterEach
	void close() {
		this.threads.close();
		this.application.close();
	}

	@Test
	void operationsWhenOfManyProcessesAreLinearizable() throws Exception {
		this.rounds.allow(500);
		this.rounds.await(500, "first", "second", "third");
		List<Recording> recordings = end();
		assertThat(recordings).hasSize(3 + THREADS).allMatch((recording) -> recording.cutOff() == 0);
		assertThat(Recording.check(recordings)).isGreaterThan(80_000);
	}

	@Test
	@Tag("full")
	void operationsWhenWorkerIsKilledAreLinearizable() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.rounds.allow(120);
			this.rounds.await(this.rounds.allowed() - 30 - this.random.nextInt(60), "first");
			kill("one");
			this.rounds.await(this.rounds.allowed(), "first", "second", "third");
		}
		List<Recording> recordings = end();
		assertThat(recordings).filteredOn((recording) -> recording.lives().size() == 4).hasSize(2);
		assertThat(Recording.check(recordings)).isGreaterThan(80_000);
	}

	/**
	 * Keep pace with the workers, to which an operation takes longer.
	 */
	private void work(RandomLoad load) throws InterruptedException {
		while (!this.enough.get()) {
			this.pace.acquire();
			load.round(HistoryApplication.ROUND);
		}
		load.readAll();
	}

	private void kill(String worker) {
		long pid = status(worker).pid();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		awaitOtherThan(worker, pid);
	}

	private void awaitOtherThan(String worker, long pid) {
		await().atMost(LONG).until(() -> {
			WorkerStatus status = status(worker);
			return status.state() == WorkerState.UP && status.pid() != pid;
		});
	}

	private WorkerStatus status(String worker) {
		return this.application.getBean(WorkerSupervisor.class)
			.workers()
			.stream()
			.filter((status) -> status.name().equals(worker))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * End the load normally: what is not killed completes its operations.
	 */
	private List<Recording> end() throws Exception {
		this.enough.set(true);
		this.pace.release(THREADS);
		this.threads.join();
		this.application.close();
		return Recording.readAll(this.directory);
	}

}
