package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * Puts together what the annotation and the properties of one ticker say. Where a
 * property says when it ticks, it replaces what the annotation says of that.
 */
final class TickerSettingsReader {

	private final String name;

	private final @Nullable Tick tick;

	private final TickAttributes attributes;

	private final TickerOverrides overrides;

	private final Consumer<String> problems;

	/**
	 * Create a reader.
	 * @param name the name of the ticker
	 * @param tick its annotation, {@code null} if it has none
	 * @param attributes the attributes of the annotation
	 * @param overrides what its properties say
	 * @param problems is told of all that is wrong
	 */
	TickerSettingsReader(String name, @Nullable Tick tick, TickAttributes attributes, TickerOverrides overrides,
			Consumer<String> problems) {
		this.name = name;
		this.tick = tick;
		this.attributes = attributes;
		this.overrides = overrides;
		this.problems = problems;
	}

	TickerSettings read() {
		Duration interval = interval();
		String cron = cron();
		TickMode mode = mode(interval, cron);
		checkSchedule(mode, interval, cron);
		Duration jitter = jitter(interval);
		return new TickerSettings(mode, interval, cron, zone(cron), initial(mode), jitter, timeout(), maxCatchUp(mode),
				pauseAfterFailures(), isTrue(this.overrides.paused()), runIn(), worker());
	}

	private @Nullable Duration interval() {
		boolean replaced = this.overrides.cron() != null || this.overrides.mode() == TickMode.CRON
				|| this.overrides.mode() == TickMode.CONTINUOUS;
		return (this.overrides.interval() != null || replaced) ? this.overrides.interval() : this.attributes.interval();
	}

	private @Nullable String cron() {
		boolean replaced = this.overrides.interval() != null
				|| (this.overrides.mode() != null && this.overrides.mode() != TickMode.CRON);
		return (this.overrides.cron() != null || replaced) ? this.overrides.cron() : this.attributes.cron();
	}

	private TickMode mode(@Nullable Duration interval, @Nullable String cron) {
		if (this.overrides.mode() != null) {
			return this.overrides.mode();
		}
		TickMode annotated = (this.tick != null) ? this.tick.mode() : TickMode.FLEX;
		if (this.overrides.cron() != null || (cron != null && interval == null && annotated == TickMode.FLEX)) {
			return TickMode.CRON;
		}
		boolean replaced = this.overrides.interval() != null
				&& (annotated == TickMode.CRON || annotated == TickMode.CONTINUOUS);
		return replaced ? TickMode.FLEX : annotated;
	}

	private void checkSchedule(TickMode mode, @Nullable Duration interval, @Nullable String cron) {
		if (interval != null && cron != null) {
			problem("has both an interval and a cron expression: remove one of them");
		}
		else if (mode == TickMode.CRON) {
			checkCron(interval, cron);
		}
		else if (cron != null) {
			problem("has a cron expression and the mode %s: remove one of them".formatted(mode));
		}
		else if (mode == TickMode.CONTINUOUS) {
			check(interval == null, "has the mode CONTINUOUS, which has no interval: remove the interval");
		}
		else {
			checkInterval(interval);
		}
	}

	private void checkInterval(@Nullable Duration interval) {
		if (interval == null) {
			problem("has no interval: set 'interval' of its @Tick, or '%s'".formatted(property("interval")));
		}
		else {
			check(isPositive(interval), "has the interval %s, but an interval must be positive".formatted(interval));
		}
	}

	private void checkCron(@Nullable Duration interval, @Nullable String cron) {
		if (cron == null || interval != null) {
			problem("has the mode CRON and no cron expression: set 'cron' of its @Tick, or '%s'"
				.formatted(property("cron")));
			return;
		}
		try {
			ZonedDateTime next = CronExpression.parse(cron).next(ZonedDateTime.now(zone(cron)));
			check(next != null, "has the cron expression '%s', which never matches".formatted(cron));
		}
		catch (IllegalArgumentException ex) {
			problem("has the cron expression '%s', which is none: %s. It has six fields:".formatted(cron,
					ex.getMessage())
					+ " second, minute, hour, day of month, month, day of week, such as '0 30 6 * * MON-FRI'");
		}
	}

	private ZoneId zone(@Nullable String cron) {
		ZoneId zone = (this.overrides.zone() != null) ? this.overrides.zone() : this.attributes.zone();
		check(zone == null || cron != null || this.attributes.cron() != null,
				"has a time zone and no cron expression: remove one, or set the other");
		return (zone != null) ? zone : ZoneId.systemDefault();
	}

	private boolean initial(TickMode mode) {
		if (this.overrides.initial() != null) {
			return this.overrides.initial();
		}
		return mode != TickMode.CRON && (this.tick == null || this.tick.initial());
	}

	private Duration jitter(@Nullable Duration interval) {
		Duration jitter = (this.overrides.jitter() != null) ? this.overrides.jitter() : this.attributes.jitter();
		if (jitter == null) {
			return Duration.ZERO;
		}
		check(!jitter.isNegative(), "has the jitter %s, but a jitter must not be negative".formatted(jitter));
		check(interval == null || jitter.compareTo(interval) < 0,
				"has the jitter %s, but a jitter must be shorter than the interval, which is %s".formatted(jitter,
						interval));
		return jitter;
	}

	private @Nullable Duration timeout() {
		Duration timeout = (this.overrides.timeout() != null) ? this.overrides.timeout() : this.attributes.timeout();
		check(timeout == null || isPositive(timeout),
				"has the timeout %s, but a timeout must be positive".formatted(timeout));
		return timeout;
	}

	private int maxCatchUp(TickMode mode) {
		Integer override = this.overrides.maxCatchUp();
		check(override == null || override >= 0,
				"has max-catch-up %s, but it must not be negative".formatted(override));
		int annotated = (this.tick != null) ? this.tick.maxCatchUp() : -1;
		int maxCatchUp = (override != null) ? override : annotated;
		boolean replaced = override == null && (this.overrides.mode() != null || this.overrides.cron() != null);
		check(maxCatchUp < 0 || mode == TickMode.STRICT || replaced,
				"has max-catch-up %d, but the mode %s: only STRICT catches up".formatted(maxCatchUp, mode));
		return (maxCatchUp >= 0) ? maxCatchUp : TickerSettings.DEFAULT_MAX_CATCH_UP;
	}

	private int pauseAfterFailures() {
		int annotated = (this.tick != null) ? this.tick.pauseAfterFailures() : 0;
		int failures = (this.overrides.pauseAfterFailures() != null) ? this.overrides.pauseAfterFailures() : annotated;
		check(failures >= 0, "has pause-after-failures %d, but it must not be negative".formatted(failures));
		return failures;
	}

	private RunIn runIn() {
		RunIn annotated = (this.tick != null) ? this.tick.runIn() : RunIn.IN_PROCESS;
		return (this.overrides.runIn() != null) ? this.overrides.runIn() : annotated;
	}

	private String worker() {
		String annotated = (this.tick != null) ? this.tick.worker() : "default";
		return (this.overrides.worker() != null) ? this.overrides.worker() : annotated;
	}

	private String property(String property) {
		return "appinfra.net.tickers.%s.%s".formatted(this.name, property);
	}

	private void check(boolean valid, String problem) {
		if (!valid) {
			problem(problem);
		}
	}

	private void problem(String problem) {
		this.problems.accept(problem);
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private static boolean isTrue(@Nullable Boolean value) {
		return Boolean.TRUE.equals(value);
	}

}
