package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickHistoryRecorder;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TickerRunner} where no thread can be had.
 */
@Timeout(30)
class TickerRunnerTests {

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger handedOver = new AtomicInteger();

	private final AtomicInteger ticks = new AtomicInteger();

	@AfterEach
	void shutDown() {
		this.scheduler.shutdown();
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void tickerWithoutThreadTriesAgain(int failing) {
		TickerRunner runner = runner((task) -> {
			if (this.handedOver.incrementAndGet() == failing) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			this.threads.execute(task);
		});
		runner.start();
		await().until(() -> this.ticks.get() > 5);
		assertThat(runner.trigger(TickOrigin.NONE)).succeedsWithin(Duration.ofSeconds(20));
		assertThat(runner.stop()).succeedsWithin(Duration.ofSeconds(20));
	}

	private TickerRunner runner(Executor executor) {
		this.scheduler.initialize();
		TickerDefinition definition = TestSettings.every(Duration.ofMillis(5)).define("ticker");
		TickerRuntime runtime = new TickerRuntime(new TickClocks(0), this.scheduler, executor,
				this.scheduler.getScheduledThreadPoolExecutor(), () -> false, SchedulerDelays.OF_OWN_SCHEDULER,
				TickGate.NO_OP, TickerRuntime.NO_LISTENER, TickListeners.NONE);
		return new TickerRunner(TickerStatus.of(definition), definition, (tick) -> this.ticks.incrementAndGet(),
				runtime, new TickHistoryRecorder());
	}

}
