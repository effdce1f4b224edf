package io.appinfra.net.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.meter.MeterReport;
import io.appinfra.net.remote.meter.MeterSink;

/**
 * Has in the registry of the web process what user code measures in workers, under the
 * same names and tags. What ticks have added to a counter, timer or summary is added to
 * that of this process. A gauge or function that this process has as well shows the value
 * of the worker from the moment on in which it changes there. Safe for use by many
 * threads.
 */
public final class WorkerMeters implements MeterSink {

	private static final Log logger = LogFactory.getLog(WorkerMeters.class);

	private final Map<Key, RemoteValue> values = new ConcurrentHashMap<>();

	private final Set<Key> refused = ConcurrentHashMap.newKeySet();

	private final Supplier<MeterRegistry> registry;

	/**
	 * Create meters.
	 * @param registry returns the registry of this process
	 */
	public WorkerMeters(Supplier<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void take(MeterReport report) {
		try {
			record(report, this.registry.get());
		}
		catch (IllegalArgumentException ex) {
			if (this.refused.add(Key.of(report))) {
				logger.warn("What a worker measures as '%s' is lost: %s".formatted(report.name(), ex.getMessage()));
			}
		}
	}

	private void record(MeterReport report, MeterRegistry registry) {
		switch (report.kind()) {
			case COUNTER -> counter(report, registry).increment(report.value());
			case TIMER -> {
				Timer timer = timer(report, registry);
				report.amounts().forEach((nanos) -> timer.record(Math.round(nanos), TimeUnit.NANOSECONDS));
			}
			case SUMMARY -> report.amounts().forEach(summary(report, registry)::record);
			case GAUGE -> value(report, registry, (value) -> gauge(report, registry, value)).set(report.value());
			case FUNCTION_COUNTER ->
				value(report, registry, (value) -> functionCounter(report, registry, value)).add(report.value(), 0);
			case FUNCTION_TIMER -> value(report, registry, (value) -> functionTimer(report, registry, value))
				.add(report.value(), report.amounts().groups().get(0).total());
		}
	}

	/**
	 * Return what a meter shows that is asked for its value. One that this process has
	 * registered is left alone until the worker's changes.
	 */
	private RemoteValue value(MeterReport report, MeterRegistry registry, Function<RemoteValue, Meter> register) {
		RemoteValue known = this.values.get(Key.of(report));
		if (known != null) {
			return known;
		}
		RemoteValue value = new RemoteValue();
		Collection<Meter> there = registry.find(report.name()).tags(tags(report)).meters();
		if (!report.changed() && !there.isEmpty()) {
			return value;
		}
		registry.removeByPreFilterId(new Meter.Id(report.name(), tags(report), report.unit(), null, Meter.Type.OTHER));
		Meter meter = register.apply(value);
		if (!value.isShownBy(meter)) {
			registry.remove(meter);
			register.apply(value);
		}
		this.values.put(Key.of(report), value);
		return value;
	}

	private static Counter counter(MeterReport report, MeterRegistry registry) {
		return Counter.builder(report.name())
			.tags(tags(report))
			.baseUnit(report.unit())
			.description(report.description())
			.register(registry);
	}

	private static Gauge gauge(MeterReport report, MeterRegistry registry, RemoteValue value) {
		return Gauge.builder(report.name(), value, RemoteValue::count)
			.tags(tags(report))
			.baseUnit(report.unit())
			.description(report.description())
			.register(registry);
	}

	private static FunctionCounter functionCounter(MeterReport report, MeterRegistry registry, RemoteValue value) {
		return FunctionCounter.builder(report.name(), value, RemoteValue::count)
			.tags(tags(report))
			.baseUnit(report.unit())
			.description(report.description())
			.register(registry);
	}

	private static FunctionTimer functionTimer(MeterReport report, MeterRegistry registry, RemoteValue value) {
		return FunctionTimer
			.builder(report.name(), value, (remote) -> (long) remote.count(), RemoteValue::total, TimeUnit.NANOSECONDS)
			.tags(tags(report))
			.description(report.description())
			.register(registry);
	}

	private static Timer timer(MeterReport report, MeterRegistry registry) {
		Timer.Builder builder = Timer.builder(report.name()).tags(tags(report)).description(report.description());
		MeterReport.Histogram histogram = report.histogram();
		if (histogram != null) {
			builder.publishPercentiles(array(histogram.percentiles()))
				.publishPercentileHistogram(histogram.buckets())
				.serviceLevelObjectives(durations(histogram.objectives()))
				.minimumExpectedValue(duration(histogram.min()))
				.maximumExpectedValue(duration(histogram.max()));
		}
		return builder.register(registry);
	}

	private static DistributionSummary summary(MeterReport report, MeterRegistry registry) {
		DistributionSummary.Builder builder = DistributionSummary.builder(report.name())
			.tags(tags(report))
			.baseUnit(report.unit())
			.description(report.description());
		MeterReport.Histogram histogram = report.histogram();
		if (histogram != null) {
			builder.publishPercentiles(array(histogram.percentiles()))
				.publishPercentileHistogram(histogram.buckets())
				.serviceLevelObjectives(array(histogram.objectives()))
				.minimumExpectedValue(histogram.min())
				.maximumExpectedValue(histogram.max());
		}
		return builder.register(registry);
	}

	private static Tags tags(MeterReport report) {
		return Tags.of(report.tags().entrySet().stream().map((tag) -> Tag.of(tag.getKey(), tag.getValue())).toList());
	}

	private static double @Nullable [] array(@Nullable List<Double> values) {
		return (values != null) ? values.stream().mapToDouble(Double::doubleValue).toArray() : null;
	}

	private static Duration @Nullable [] durations(@Nullable List<Double> nanos) {
		return (nanos != null) ? nanos.stream().map(WorkerMeters::duration).toArray(Duration[]::new) : null;
	}

	private static @Nullable Duration duration(@Nullable Double nanos) {
		return (nanos != null) ? Duration.ofNanos(Math.round(nanos)) : null;
	}

	private record Key(String name, Map<String, String> tags) {

		static Key of(MeterReport report) {
			return new Key(report.name(), report.tags());
		}

	}

}
