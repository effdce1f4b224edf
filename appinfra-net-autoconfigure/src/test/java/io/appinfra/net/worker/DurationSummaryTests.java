package io.appinfra.net.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.appinfra.net.ticker.DurationSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link DurationSummary} and {@link DurationSummaryBuilder}.
 */
class DurationSummaryTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 15, 16, 17, 31, 32, 33, 1_000_003, Long.MAX_VALUE })
	void durationWhenAloneIsExact(long nanos) {
		assertThat(named(collect(LongStream.of(nanos)))).containsExactly(nanos);
	}

	@Test
	void durationsWhenManyHaveTheirNumberSumAndMaximumAndAreNearlyTheSame() {
		long[] nanos = new Random(1).longs(100_000, 0, 50).map((bits) -> (1L << bits) + bits * bits).toArray();
		DurationSummary durations = collect(LongStream.of(nanos));
		List<Long> named = named(durations);
		assertThat(named).hasSize(nanos.length);
		assertThat(sum(named)).isEqualTo(LongStream.of(nanos).sum());
		assertThat(Collections.max(named)).isEqualTo(LongStream.of(nanos).max().orElseThrow());
		assertThat(durations.groups()).hasSizeLessThan(1000);
		Collections.sort(named);
		long[] sorted = LongStream.of(nanos).sorted().toArray();
		for (int i = 0; i < sorted.length; i++) {
			assertThat((double) named.get(i)).isCloseTo(sorted[i], within(sorted[i] / 16.0));
		}
	}

	@Test
	void durationsWhenUnlikeAreOfDifferentGroups() {
		assertThat(collect(LongStream.of(1000, 1001, 2000, 1)).groups()).containsExactly(
				new DurationSummary.Group(1, 1), new DurationSummary.Group(2, 2001),
				new DurationSummary.Group(1, 2000));
	}

	@Test
	void durationsWhenNoneNameNone() {
		assertThat(named(DurationSummary.NONE)).isEmpty();
	}

	private static long sum(List<Long> nanos) {
		return nanos.stream().mapToLong(Long::longValue).sum();
	}

	private static DurationSummary collect(LongStream nanos) {
		DurationSummaryBuilder builder = new DurationSummaryBuilder();
		nanos.forEach(builder::add);
		return builder.build();
	}

	private static List<Long> named(DurationSummary durations) {
		List<Long> named = new ArrayList<>();
		durations.forEach(named::add);
		return named;
	}

}
