package io.appinfra.net.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

import org.springframework.boot.convert.DurationStyle;

/**
 * Durations as people write them.
 */
public final class Durations {

	private Durations() {
	}

	/**
	 * Return a duration in the largest unit that it is a whole number of.
	 * @param duration the duration
	 * @return its text, such as {@code 5s}
	 */
	public static String text(Duration duration) {
		if (duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
			return duration.toString();
		}
		return Stream
			.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS, ChronoUnit.MILLIS,
					ChronoUnit.MICROS)
			.filter((unit) -> duration.toNanos() % unit.getDuration().toNanos() == 0)
			.findFirst()
			.map((unit) -> DurationStyle.SIMPLE.print(duration, unit))
			.orElseGet(() -> DurationStyle.SIMPLE.print(duration, ChronoUnit.NANOS));
	}

}
