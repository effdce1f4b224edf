package io.appinfra.net.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Web processes are killed at random moments from their begin on, {@code -Dweb-kills=200}
 * of them: their workers end too.
 */
@Tag("full")
@EnabledOnOs(OS.LINUX)
class WebProcessKillIT {

	private static final int KILLS = Integer.getInteger("web-kills", 6);

	private static final int AT_ONCE = 2;

	private final AtomicLong startMillis = new AtomicLong(3000);

	private final Queue<Duration> workerGone = new ConcurrentLinkedQueue<>();

	@TempDir
	Path temporary;

	@Test
	void killLeavesNoWorkerAndNoFileAfterTheNextStart() throws Exception {
		killOnce(true);
		ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
		try {
			List<Future<?>> rounds = new ArrayList<>();
			for (int i = 1; i < KILLS; i++) {
				boolean ticking = i % 2 == 0;
				rounds.add(executor.submit(() -> {
					killOnce(ticking);
					return null;
				}));
			}
			for (Future<?> round : rounds) {
				round.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		List<Path> left = files();
		startAgainLater();
		assertThat(this.temporary).isEmptyDirectory();
		System.out.printf(
				"Figures: %d kills, %d with a worker, which was gone after %s ms; %d directories left, then 0%n", KILLS,
				this.workerGone.size(), this.workerGone.stream().map(Duration::toMillis).sorted().toList(),
				left.size());
	}

	/**
	 * Kill a web process whose worker ticks or spins, or one that may not have a worker
	 * yet.
	 */
	private void killOnce(boolean ticking) throws Exception {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		try (MarkedProcess web = new MarkedProcess(this.temporary, "--spin=" + random.nextBoolean())) {
			long begin = System.nanoTime();
			if (ticking) {
				web.awaitOutput("tick 2");
				this.startMillis.set(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
			}
			park(random.nextLong(ticking ? 200 : this.startMillis.get()));
			boolean hasWorker = !web.workers().isEmpty();
			web.kill();
			long killed = System.nanoTime();
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(5))
				.atMost(Duration.ofSeconds(60))
				.until(() -> web.workers().isEmpty());
			if (hasWorker) {
				this.workerGone.add(Duration.ofNanos(System.nanoTime() - killed));
			}
		}
	}

	private static void park(long millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * Start a web process when what is left is old, and stop it normally.
	 */
	private void startAgainLater() throws Exception {
		for (Path file : files()) {
			Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
		}
		try (MarkedProcess web = new MarkedProcess(this.temporary)) {
			web.awaitOutput("tick 2");
			assertThat(web.stop()).isEqualTo(143);
			assertThat(web.workers()).isEmpty();
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.temporary)) {
			return files.toList();
		}
	}

}
