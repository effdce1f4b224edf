package io.appinfra.net.ticker.local;

import java.time.Instant;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ticker.TickMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickClocks}.
 */
class TickClocksTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final long PAUSE = 40_000_000;

	@Test
	void instantWhenThreadPausesBetweenClocksIsThatWithoutPause() {
		Instant due = times(100, 100 + PAUSE, 200 + PAUSE, 200 + PAUSE).instant(TickMode.FLEX, 1200 + PAUSE);
		assertThat(due).isEqualTo(NOW.plusNanos(1000));
	}

	@Test
	void nanosWhenThreadPausesBetweenClocksIsThatWithoutPause() {
		long due = times(100, 100 + PAUSE, 200 + PAUSE, 200 + PAUSE).nanos(TickMode.FLEX, NOW.plusNanos(1000));
		assertThat(due).isEqualTo(1200 + PAUSE);
	}

	@Test
	void instantWhenThreadPausesEachTimeIsThatOfShortestPause() {
		Instant due = times(0, 5 * PAUSE, 0, 4 * PAUSE, 0, 2 * PAUSE, 0, 3 * PAUSE).instant(TickMode.SPACED, PAUSE);
		assertThat(due).isEqualTo(NOW);
	}

	@Test
	void instantWhenCronIsTheTimeItself() {
		assertThat(times().instant(TickMode.CRON, 1_000_000_001L)).isEqualTo(Instant.ofEpochSecond(1, 1));
	}

	private static TickClocks times(long... nanos) {
		PrimitiveIterator.OfLong readings = LongStream.of(nanos).iterator();
		return new TickClocks(readings::nextLong, () -> NOW, 0);
	}

}
