package io.appinfra.net.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeDistributionSummary;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.meter.Amounts;
import io.appinfra.net.remote.meter.MeterKind;
import io.appinfra.net.remote.meter.MeterReport;
import io.appinfra.net.remote.meter.MeterSource;

/**
 * The meter registry of a worker: keeps what its meters measure until it is reported to
 * the web process, and exports nothing. Safe for use by many threads.
 */
public final class WorkerMeterRegistry extends SimpleMeterRegistry implements MeterSource {

	private final Map<Meter.Id, Pending> pending = new ConcurrentHashMap<>();

	/**
	 * Create a registry.
	 */
	public WorkerMeterRegistry() {
		super(SimpleConfig.DEFAULT, Clock.SYSTEM);
	}

	@Override
	protected Counter newCounter(Meter.Id id) {
		DoubleAdder increase = new DoubleAdder();
		this.pending.put(id, () -> {
			double value = increase.sumThenReset();
			return (value != 0) ? MeterReports.of(id, MeterKind.COUNTER, value) : null;
		});
		return new CumulativeCounter(id) {

			@Override
			public void increment(double amount) {
				super.increment(amount);
				increase.add(amount);
			}

		};
	}

	@Override
	protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
		Amounts.Builder amounts = pending(id, MeterKind.TIMER, config);
		return new CumulativeTimer(id, this.clock, config, pauseDetector, getBaseTimeUnit(), false) {

			@Override
			protected void recordNonNegative(long amount, TimeUnit unit) {
				super.recordNonNegative(amount, unit);
				amounts.add(unit.toNanos(amount));
			}

		};
	}

	@Override
	protected DistributionSummary newDistributionSummary(Meter.Id id, DistributionStatisticConfig config,
			double scale) {
		Amounts.Builder amounts = pending(id, MeterKind.SUMMARY, config);
		return new CumulativeDistributionSummary(id, this.clock, config, scale, false) {

			@Override
			protected void recordNonNegative(double amount) {
				super.recordNonNegative(amount);
				amounts.add(amount);
			}

		};
	}

	private Amounts.Builder pending(Meter.Id id, MeterKind kind, DistributionStatisticConfig config) {
		Amounts.Builder amounts = new Amounts.Builder();
		MeterReport.Histogram histogram = MeterReports.histogram(config);
		this.pending.put(id, () -> {
			Amounts taken = amounts.take();
			return taken.groups().isEmpty() ? null : MeterReports.of(id, kind, histogram, taken);
		});
		return amounts;
	}

	@Override
	public void begin() {
		forEachMeter((meter) -> functions(meter).begin());
	}

	@Override
	public void take(Consumer<MeterReport> consumer) {
		forEachMeter((meter) -> functions(meter));
		this.pending.values().forEach((pending) -> {
			MeterReport report = pending.take();
			if (report != null) {
				consumer.accept(report);
			}
		});
	}

	@Override
	public @Nullable Meter remove(Meter.Id mappedId) {
		this.pending.remove(mappedId);
		return super.remove(mappedId);
	}

	/**
	 * Return what is pending of a meter that has to be asked for its value.
	 */
	private Pending functions(Meter meter) {
		return this.pending.computeIfAbsent(meter.getId(), (id) -> {
			if (meter instanceof Gauge gauge) {
				return new PendingGauge(gauge);
			}
			if (meter instanceof FunctionCounter counter) {
				return new PendingFunction(id, MeterKind.FUNCTION_COUNTER, counter::count, () -> 0);
			}
			return (meter instanceof FunctionTimer timer) ? new PendingFunction(id, MeterKind.FUNCTION_TIMER,
					timer::count, () -> timer.totalTime(TimeUnit.NANOSECONDS)) : () -> null;
		});
	}

}
