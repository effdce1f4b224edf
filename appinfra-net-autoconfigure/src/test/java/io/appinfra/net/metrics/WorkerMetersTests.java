package io.appinfra.net.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.remote.meter.Amounts;
import io.appinfra.net.remote.meter.MeterReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/**
 * Tests for {@link WorkerMeters} and {@link WorkerMeterRegistry}: what is measured in a
 * worker is in the registry of the web process.
 */
class WorkerMetersTests {

	private final SimpleMeterRegistry web = new SimpleMeterRegistry();

	private final WorkerMeters meters = new WorkerMeters(() -> this.web);

	private WorkerMeterRegistry worker = new WorkerMeterRegistry();

	@BeforeEach
	void begin() {
		this.web.config().commonTags("region", "eu");
	}

	private void report() {
		this.worker.take(this.meters::take);
	}

	@Test
	void counterWhenIncreasedInWorkerIsIncreased() {
		this.web.counter("orders", "shop", "a").increment(10);
		this.worker.counter("orders", "shop", "a").increment(2);
		report();
		this.worker.counter("orders", "shop", "a").increment();
		report();
		report();
		Counter counter = this.web.get("orders").tags("shop", "a", "region", "eu").counter();
		assertThat(counter.count()).isEqualTo(13);
		assertThat(this.web.getMeters()).hasSize(1);
		assertThat(this.worker.counter("orders", "shop", "a").count()).isEqualTo(3);
	}

	@Test
	void timerWhenRecordedInWorkerIsRecorded() {
		Timer timer = Timer.builder("work")
			.description("Work")
			.serviceLevelObjectives(Duration.ofMillis(50))
			.register(this.worker);
		timer.record(10, TimeUnit.MILLISECONDS);
		timer.record(30, TimeUnit.MILLISECONDS);
		timer.record(100, TimeUnit.MILLISECONDS);
		report();
		Timer there = this.web.get("work").timer();
		assertThat(there.count()).isEqualTo(3);
		assertThat(there.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(140, offset(0.001));
		assertThat(there.max(TimeUnit.MILLISECONDS)).isEqualTo(100, offset(0.001));
		assertThat(there.getId().getDescription()).isEqualTo("Work");
		assertThat(there.takeSnapshot().histogramCounts())
			.anySatisfy((bucket) -> assertThat(bucket.bucket(TimeUnit.MILLISECONDS)).isEqualTo(50));
	}

	@Test
	void summaryWhenRecordedInWorkerIsRecorded() {
		DistributionSummary summary = DistributionSummary.builder("sizes").baseUnit("bytes").register(this.worker);
		summary.record(1.5);
		summary.record(1000);
		report();
		DistributionSummary there = this.web.get("sizes").summary();
		assertThat(there.count()).isEqualTo(2);
		assertThat(there.totalAmount()).isEqualTo(1001.5, offset(0.001));
		assertThat(there.max()).isEqualTo(1000);
		assertThat(there.getId().getBaseUnit()).isEqualTo("bytes");
	}

	@Test
	void gaugeWhenWorkerAloneHasItIsThere() {
		AtomicInteger queue = this.worker.gauge("queue", new AtomicInteger(3));
		this.worker.begin();
		report();
		assertThat(this.web.get("queue").gauge().value()).isEqualTo(3);
		queue.set(4);
		report();
		assertThat(this.web.get("queue").gauge().value()).isEqualTo(4);
	}

	@ParameterizedTest
	@MethodSource
	@ExtendWith(OutputCaptureExtension.class)
	void gaugeWhenBothHaveItShowsTheWorkersOnceItChanges(MeterRegistry web, CapturedOutput output) {
		web.config().commonTags("region", "eu");
		WorkerMeters meters = new WorkerMeters(() -> web);
		AtomicInteger local = web.gauge("queue", new AtomicInteger(1));
		AtomicInteger remote = this.worker.gauge("queue", new AtomicInteger(0));
		this.worker.begin();
		this.worker.take(meters::take);
		assertThat(web.get("queue").gauge().value()).isEqualTo(local.get());
		remote.set(7);
		this.worker.take(meters::take);
		remote.set(8);
		this.worker.take(meters::take);
		assertThat(web.get("queue").gauges()).singleElement().extracting(Gauge::value).isEqualTo(8.0);
		assertThat(output).doesNotContain("already registered");
	}

	static List<MeterRegistry> gaugeWhenBothHaveItShowsTheWorkersOnceItChanges() {
		return List.of(new SimpleMeterRegistry(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
				new CompositeMeterRegistry().add(new SimpleMeterRegistry()));
	}

	@Test
	void functionsWhenGrownInWorkerGrowAcrossItsProcesses() {
		growFunctions();
		this.worker = new WorkerMeterRegistry();
		growFunctions();
		assertThat(this.web.get("hits").functionCounter().count()).isEqualTo(10);
		FunctionTimer calls = this.web.get("calls").functionTimer();
		assertThat(calls.count()).isEqualTo(4);
		assertThat(calls.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40, offset(0.001));
	}

	private void growFunctions() {
		AtomicInteger hits = new AtomicInteger(100);
		AtomicInteger calls = new AtomicInteger();
		FunctionCounter.builder("hits", hits, AtomicInteger::get).register(this.worker);
		FunctionTimer.builder("calls", calls, AtomicInteger::get, (count) -> count.get() * 10, TimeUnit.MILLISECONDS)
			.register(this.worker);
		this.worker.begin();
		hits.addAndGet(5);
		calls.addAndGet(2);
		report();
	}

	@Test
	void meterWhenOfAnotherTypeInWebProcessIsWarnedOfOnce() {
		this.web.counter("same");
		Timer timer = this.worker.timer("same");
		timer.record(1, TimeUnit.MILLISECONDS);
		report();
		timer.record(1, TimeUnit.MILLISECONDS);
		report();
		assertThat(this.web.get("same").counter().count()).isZero();
	}

	@Test
	void reportWhenNothingHasChangedIsNone() {
		this.worker.counter("idle");
		this.worker.timer("idle timer");
		this.worker.gauge("idle gauge", new AtomicInteger());
		List<MeterReport> reports = new ArrayList<>();
		this.worker.begin();
		this.worker.take(reports::add);
		assertThat(reports).extracting(MeterReport::name).containsExactly("idle gauge");
		this.worker.take(reports::add);
		assertThat(reports).hasSize(1);
	}

	@Test
	void amountsWhenManyAreFewGroups() {
		Amounts.Builder builder = new Amounts.Builder();
		for (int i = 1; i <= 10_000; i++) {
			builder.add(i);
		}
		Amounts amounts = builder.take();
		double[] sums = new double[3];
		amounts.forEach((amount) -> {
			sums[0]++;
			sums[1] += amount;
			sums[2] = Math.max(sums[2], amount);
		});
		assertThat(amounts.groups()).hasSizeLessThan(250);
		assertThat(sums[0]).isEqualTo(10_000);
		assertThat(sums[1]).isEqualTo(50_005_000, offset(1.0));
		assertThat(sums[2]).isEqualTo(10_000);
		assertThat(builder.take()).isEqualTo(Amounts.NONE);
	}

}
