package io.appinfra.net.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.local.TickerGroup;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickMetrics} and {@link TickerMeters}, with tickers that run.
 */
@Timeout(60)
class TickMetricsTests {

	private static final Duration PATIENT = Duration.ofSeconds(20);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private TickerGroup group;

	@AfterEach
	void stop() {
		if (this.group != null) {
			this.group.stop(Duration.ZERO);
		}
	}

	@Test
	void metersWhenBoundAreThereBeforeTheFirstTick() {
		start(TestSettings.every(Duration.ofDays(1)).initialDelay(Duration.ofDays(1)), (tick) -> {
		});
		assertThat(ticks("success").count()).isZero();
		assertThat(ticks("failure").count()).isZero();
		assertThat(timer("appinfra.ticks.lateness").count()).isZero();
		assertThat(skipped().count()).isZero();
	}

	@Test
	void outcomesThatCanHappenAreThereBeforeTheFirstTick() {
		TestSettings settings = TestSettings.every(Duration.ofDays(1));
		assertThat(outcomes(settings)).containsExactlyInAnyOrder("success", "failure");
		assertThat(outcomes(settings.timeout(Duration.ofSeconds(1)))).containsExactlyInAnyOrder("success", "failure",
				"timeout");
		assertThat(outcomes(TestSettings.every(Duration.ofDays(1)).inWorker())).containsExactlyInAnyOrder("success",
				"failure", "timeout", "lost");
		assertThat(outcomes(TestSettings.every(Duration.ofDays(1)).scope(TickScope.CLUSTER)))
			.containsExactlyInAnyOrder("success", "failure", "lost");
	}

	private static List<String> outcomes(TestSettings settings) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new TickMetrics(List.of(settings.define("prices"))).bindTo(registry);
		return registry.get("appinfra.ticks")
			.timers()
			.stream()
			.peek((timer) -> assertThat(timer.count()).isZero())
			.map((timer) -> timer.getId().getTag("outcome"))
			.toList();
	}

	@Test
	void metersWhenTickersHaveStoppedSayWhatTheirStatusSays() throws Exception {
		CountDownLatch ticks = new CountDownLatch(50);
		start(TestSettings.every(Duration.ofMillis(1)).mode(TickMode.STRICT).maxCatchUp(0), (tick) -> {
			ticks.countDown();
			if (tick.number() % 5 == 0) {
				throw new IllegalStateException("on purpose");
			}
			if (tick.number() % 7 == 0) {
				TimeUnit.MILLISECONDS.sleep(3);
			}
		});
		assertThat(ticks.await(20, TimeUnit.SECONDS)).isTrue();
		this.group.stop(PATIENT);
		TickerStatus status = this.group.tickers().get("prices").status();
		assertThat(ticks("success").count() + ticks("failure").count()).isEqualTo(status.ticks());
		assertThat(ticks("failure").count()).isEqualTo(status.failures()).isGreaterThanOrEqualTo(10);
		assertThat(timer("appinfra.ticks.lateness").count()).isEqualTo(status.ticks());
		assertThat(skipped().count()).isEqualTo(status.skipped()).isPositive();
	}

	@Test
	void timersWhenTickIsTriggeredHaveWhatItsRecordHas() throws Exception {
		start(TestSettings.every(Duration.ofDays(1)).initialDelay(Duration.ofDays(1)), (tick) -> {
		});
		TickRecord tick = this.group.tickers().get("prices").trigger().get(20, TimeUnit.SECONDS);
		assertThat(ticks("success").count()).isOne();
		assertThat(ticks("success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(tick.durationMs());
		assertThat(timer("appinfra.ticks.lateness").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(tick.latenessMs());
	}

	@Test
	void timersWhenTickTimesOutHaveThatOutcome() throws Exception {
		start(TestSettings.every(Duration.ofDays(1)).initialDelay(Duration.ofDays(1)).timeout(Duration.ofMillis(1)),
				(tick) -> new CountDownLatch(1).await());
		this.group.tickers().get("prices").trigger().get(20, TimeUnit.SECONDS);
		assertThat(ticks("timeout").count()).isOne();
		assertThat(ticks("failure").count()).isZero();
	}

	private void start(TestSettings settings, Ticker ticker) {
		TickerDefinition definition = settings.define("prices");
		TickMetrics metrics = new TickMetrics(List.of(definition));
		metrics.bindTo(this.registry);
		this.group = new TickerGroup(List.of(definition), (any) -> ticker, null, false);
		this.group.setTickListener(() -> metrics);
		this.group.start();
	}

	private Timer ticks(String outcome) {
		return this.registry.get("appinfra.ticks")
			.tags("ticker", "prices", "run.in", "in-process", "outcome", outcome)
			.timer();
	}

	private Timer timer(String name) {
		return this.registry.get(name).tags("ticker", "prices", "run.in", "in-process").timer();
	}

	private Counter skipped() {
		return this.registry.get("appinfra.ticks.skipped").tags("ticker", "prices", "run.in", "in-process").counter();
	}

}
