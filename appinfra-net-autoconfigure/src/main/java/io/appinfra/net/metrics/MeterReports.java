package io.appinfra.net.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.meter.Amounts;
import io.appinfra.net.remote.meter.MeterKind;
import io.appinfra.net.remote.meter.MeterReport;

/**
 * Makes reports on meters.
 */
final class MeterReports {

	private MeterReports() {
	}

	static MeterReport of(Meter.Id id, MeterKind kind, double value) {
		return of(id, kind, null, value, Amounts.NONE, true);
	}

	static MeterReport of(Meter.Id id, MeterKind kind, MeterReport.@Nullable Histogram histogram, Amounts amounts) {
		return of(id, kind, histogram, 0, amounts, true);
	}

	static MeterReport of(Meter.Id id, MeterKind kind, MeterReport.@Nullable Histogram histogram, double value,
			Amounts amounts, boolean changed) {
		Map<String, String> tags = new LinkedHashMap<>();
		id.getTags().forEach((tag) -> tags.put(tag.getKey(), tag.getValue()));
		return new MeterReport(id.getName(), tags, id.getBaseUnit(), id.getDescription(), kind, histogram, value,
				amounts, changed);
	}

	/**
	 * Return what user code has set, and neither has the default of all registries.
	 */
	static MeterReport.@Nullable Histogram histogram(DistributionStatisticConfig config) {
		DistributionStatisticConfig defaults = DistributionStatisticConfig.DEFAULT;
		MeterReport.Histogram histogram = new MeterReport.Histogram(list(config.getPercentiles()),
				Boolean.TRUE.equals(config.isPercentileHistogram()) ? Boolean.TRUE : null,
				list(config.getServiceLevelObjectiveBoundaries()),
				other(config.getMinimumExpectedValueAsDouble(), defaults.getMinimumExpectedValueAsDouble()),
				other(config.getMaximumExpectedValueAsDouble(), defaults.getMaximumExpectedValueAsDouble()));
		return histogram.equals(new MeterReport.Histogram(null, null, null, null, null)) ? null : histogram;
	}

	private static @Nullable List<Double> list(double @Nullable [] values) {
		return (values != null && values.length > 0) ? DoubleStream.of(values).boxed().toList() : null;
	}

	private static @Nullable Double other(@Nullable Double value, @Nullable Double byDefault) {
		return (value != null && !value.equals(byDefault)) ? value : null;
	}

}
