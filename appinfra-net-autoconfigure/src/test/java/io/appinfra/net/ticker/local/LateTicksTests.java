package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LateTicks}, alone and as a {@link TickerGroup} uses it.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class LateTicksTests {

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final CountDownLatch end = new CountDownLatch(1);

	@Test
	void addSaysOnceAMinuteAndCountsTheOthers(CapturedOutput output) {
		LateTicks late = new LateTicks("feed");
		for (long now = 0; now < 60 * SECOND; now += SECOND) {
			late.add(Duration.ofMillis(50), INTERVAL, "something", now - 5 * SECOND);
		}
		assertThat(output).containsOnlyOnce(
				"Ticker 'feed' is 50 ms late, more than its interval of 10 ms: " + "it was held up by something");
		late.add(Duration.ofMillis(70), INTERVAL, "something else", 55 * SECOND);
		assertThat(output).contains("Ticker 'feed' is 70 ms late, more than its interval of 10 ms: "
				+ "it was held up by something else; so were 59 more ticks since this was last logged");
		late.add(Duration.ofMillis(80), INTERVAL, "something", 56 * SECOND);
		assertThat(output).doesNotContain("80 ms");
	}

	@Test
	void tickThatTakesTooLongIsNamedAsTheCause(CapturedOutput output) {
		TickerGroup group = group(TestSettings.every(INTERVAL), (tick) -> {
			if (tick.number() == 1) {
				awaitMillis(35);
			}
		}, null);
		group.start();
		await().until(() -> output.toString().contains("it was held up by its own last tick"));
		group.stop(INTERVAL);
		assertThat(output).containsOnlyOnce("held up");
	}

	@Test
	void startAfterTheTickWasDueIsNamedAsTheCause(CapturedOutput output) {
		AtomicReference<Instant> due = new AtomicReference<>();
		TickerGroup group = group(TestSettings.every(INTERVAL), new Ticker() {

			@Override
			public void onStart() {
				due.set(Instant.now());
				awaitMillis(35);
			}

			@Override
			public void tick(TickContext tick) {
			}

		}, null);
		group.setGate(new TickGate() {

			@Override
			public Position started(TickerDefinition ticker) {
				return new Position(due.get(), null, null);
			}

			@Override
			public Pass enter(TickerDefinition ticker, Due tick) {
				return NO_OP.enter(ticker, tick);
			}

		});
		group.start();
		await().until(() -> output.toString().contains("held up"));
		group.stop(INTERVAL);
		assertThat(output).contains("it was held up by its start in this process");
	}

	@Test
	void schedulerThatIsBusyIsNamedAsTheCause(CapturedOutput output) {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.initialize();
		TickerGroup group = group(TestSettings.every(INTERVAL).initialDelay(INTERVAL), (tick) -> {
		}, scheduler);
		try {
			scheduler.execute(() -> awaitMillis(600));
			group.start();
			await().until(() -> output.toString()
				.contains("it was held up by the application's task scheduler, which had no thread free"));
		}
		finally {
			group.stop(INTERVAL);
			scheduler.shutdown();
		}
	}

	@Test
	void ticksOnTimeAreNotLogged(CapturedOutput output) {
		TickerGroup group = group(TestSettings.every(Duration.ofSeconds(5)).mode(TickMode.SPACED), (tick) -> {
		}, null);
		group.start();
		await().until(() -> group.tickers().get("ticker").status().ticks() == 1);
		group.tickers().get("ticker").trigger().join();
		group.stop(INTERVAL);
		assertThat(output).doesNotContain("held up");
	}

	@Test
	void cronThatIsLateByLessThanItsNextMatchIsNotLate() {
		TickerSettings settings = TestSettings.cron("0 0 3 * * *").build();
		assertThat(settings.intervalAfter(null, Instant.parse("2026-01-01T03:00:00Z"))).isEqualTo(Duration.ofDays(1));
	}

	private void awaitMillis(long millis) {
		try {
			assertThat(this.end.await(millis, TimeUnit.MILLISECONDS)).isFalse();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static TickerGroup group(TestSettings settings, Ticker ticker, TaskScheduler scheduler) {
		return new TickerGroup(List.of(settings.define("ticker")), (definition) -> ticker, scheduler, false);
	}

}
