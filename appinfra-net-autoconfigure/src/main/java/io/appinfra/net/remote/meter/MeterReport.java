package io.appinfra.net.remote.meter;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a worker reports about one of its meters.
 *
 * @param name the name of the meter
 * @param tags its tags
 * @param unit its base unit, {@code null} for none
 * @param description its description, {@code null} for none
 * @param kind what it measures
 * @param histogram how its amounts are distributed, {@code null} for a meter that has no
 * amounts, or nothing that differs from the defaults
 * @param value a value, or an increase, for kinds that have one
 * @param amounts the amounts, for kinds that have them; a function's count and total are
 * one group
 * @param changed whether a gauge has changed since the tickers of its process began
 */
public record MeterReport(String name, Map<String, String> tags, @Nullable String unit, @Nullable String description,
		MeterKind kind, @Nullable Histogram histogram, double value, Amounts amounts, boolean changed) {

	/**
	 * How the amounts of a meter are to be published. What is {@code null} has the
	 * default.
	 *
	 * @param percentiles the percentiles
	 * @param buckets whether buckets are published from which percentiles can be computed
	 * @param objectives the objectives, in the meter's unit or nanoseconds
	 * @param min the least amount that is expected
	 * @param max the greatest amount that is expected
	 */
	public record Histogram(@Nullable List<Double> percentiles, @Nullable Boolean buckets,
			@Nullable List<Double> objectives, @Nullable Double min, @Nullable Double max) {

	}

}
