package io.appinfra.net.ticker.declaration;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.support.CronExpression;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerSettings;
import io.appinfra.net.ticker.schedule.CronTimes;
import io.appinfra.net.ticker.schedule.StrictRule;
import io.appinfra.net.ticker.schedule.TickRule;

/**
 * Puts together what the properties of one ticker, its annotation and the defaults say.
 * Where a property says when it ticks, it replaces what the annotation says of that.
 */
final class TickerSettingsResolver {

	private static final String DEFAULT_WORKER = "default";

	private final String name;

	private final TickerDeclaration properties;

	private final TickerDeclaration annotation;

	private final TickerDeclaration own;

	private final TickerDeclaration all;

	private final Consumer<String> problems;

	/**
	 * Create a resolver.
	 * @param name the name of the ticker
	 * @param properties what its properties say
	 * @param annotation what its annotation says
	 * @param defaults what counts where both say nothing
	 * @param problems receives all that is wrong
	 */
	TickerSettingsResolver(String name, TickerDeclaration properties, TickerDeclaration annotation,
			TickerDeclaration defaults, Consumer<String> problems) {
		this.name = name;
		this.properties = properties;
		this.annotation = annotation;
		this.own = properties.orElse(annotation);
		this.all = this.own.orElse(defaults);
		this.problems = problems;
	}

	TickerSettings resolve() {
		Duration interval = interval();
		String cron = cron();
		TickMode mode = mode(interval, cron);
		checkSchedule(mode, interval, cron);
		return new TickerSettings(mode, interval, cron, zone(cron), initialDelay(mode), jitter(interval), timeout(),
				maxCatchUp(mode), maxLateness(mode), pauseAfterFailures(), Boolean.TRUE.equals(this.all.paused()),
				orElse(this.all.runIn(), RunIn.IN_PROCESS), orElse(this.all.worker(), DEFAULT_WORKER),
				orElse(this.all.scope(), TickScope.INSTANCE));
	}

	private @Nullable Duration interval() {
		boolean replaced = this.properties.cron() != null || this.properties.mode() == TickMode.CRON
				|| this.properties.mode() == TickMode.CONTINUOUS;
		return replaced ? this.properties.interval() : this.own.interval();
	}

	private @Nullable String cron() {
		boolean replaced = this.properties.interval() != null
				|| (this.properties.mode() != null && this.properties.mode() != TickMode.CRON);
		return replaced ? this.properties.cron() : this.own.cron();
	}

	private TickMode mode(@Nullable Duration interval, @Nullable String cron) {
		if (this.properties.mode() != null) {
			return this.properties.mode();
		}
		TickMode annotated = orElse(this.annotation.mode(), TickMode.FLEX);
		if (this.properties.cron() != null || (cron != null && interval == null && annotated == TickMode.FLEX)) {
			return TickMode.CRON;
		}
		boolean replaced = this.properties.interval() != null
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
			check(TickRule.isPositive(interval),
					"has the interval %s, but an interval must be positive".formatted(interval));
		}
	}

	private void checkCron(@Nullable Duration interval, @Nullable String cron) {
		if (cron == null || interval != null) {
			problem("has the mode CRON and no cron expression: set 'cron' of its @Tick, or '%s'"
				.formatted(property("cron")));
			return;
		}
		if (cron.equals(Scheduled.CRON_DISABLED)) {
			problem("has the cron expression '%s', which no ticker can have: set '%s=true' for it not to tick"
				.formatted(cron, property("paused")));
			return;
		}
		try {
			Instant next = new CronTimes(CronExpression.parse(cron), zone(cron)).after(Instant.now());
			check(next != null, "has the cron expression '%s', which never matches".formatted(cron));
		}
		catch (IllegalArgumentException ex) {
			problem("has the cron expression '%s', which is none: %s. It has six fields:".formatted(cron,
					ex.getMessage())
					+ " second, minute, hour, day of month, month, day of week, such as '0 30 6 * * MON-FRI'");
		}
	}

	private ZoneId zone(@Nullable String cron) {
		ZoneId zone = this.own.zone();
		check(zone == null || cron != null || this.annotation.cron() != null,
				"has a time zone and no cron expression: remove one, or set the other");
		return orElse(this.all.zone(), ZoneId.systemDefault());
	}

	private @Nullable Duration initialDelay(TickMode mode) {
		Duration delay = this.own.initialDelay();
		check(delay == null || !delay.isNegative(),
				"has the initial delay %s, but an initial delay must not be negative".formatted(delay));
		return (mode == TickMode.CRON) ? delay : orElse(delay, Duration.ZERO);
	}

	private Duration jitter(@Nullable Duration interval) {
		Duration jitter = orElse(this.all.jitter(), Duration.ZERO);
		check(!jitter.isNegative(), "has the jitter %s, but a jitter must not be negative".formatted(jitter));
		check(interval == null || jitter.isZero() || jitter.compareTo(interval) < 0,
				"has the jitter %s, but a jitter must be shorter than the interval, which is %s".formatted(jitter,
						interval));
		return jitter;
	}

	private @Nullable Duration timeout() {
		return positive("timeout", this.all.timeout());
	}

	private @Nullable Duration maxLateness(TickMode mode) {
		check(mode != TickMode.CONTINUOUS || positive("max-lateness", this.own.maxLateness()) == null,
				"has a max-lateness, but the mode CONTINUOUS, whose ticks are due at no certain times");
		return positive("max-lateness", this.all.maxLateness());
	}

	/**
	 * Return a duration that can be negative for none.
	 */
	private @Nullable Duration positive(String name, @Nullable Duration duration) {
		check(duration == null || !duration.isZero(),
				"has the %s %s, but a %1$s must be positive, or negative for none".formatted(name, duration));
		return (duration == null || duration.isNegative()) ? null : duration;
	}

	private int maxCatchUp(TickMode mode) {
		Integer maxCatchUp = this.own.maxCatchUp();
		check(maxCatchUp == null || maxCatchUp >= 0,
				"has max-catch-up %s, but it must not be negative".formatted(maxCatchUp));
		boolean replaced = this.properties.maxCatchUp() == null
				&& (this.properties.mode() != null || this.properties.cron() != null);
		check(maxCatchUp == null || maxCatchUp < 0 || mode == TickMode.STRICT || replaced,
				"has max-catch-up %d, but the mode %s: only STRICT catches up".formatted(maxCatchUp, mode));
		return orElse(maxCatchUp, StrictRule.DEFAULT_MAX_CATCH_UP);
	}

	private int pauseAfterFailures() {
		int failures = orElse(this.all.pauseAfterFailures(), 0);
		check(failures >= 0, "has pause-after-failures %d, but it must not be negative".formatted(failures));
		return failures;
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

	private static <T> T orElse(@Nullable T value, T other) {
		return (value != null) ? value : other;
	}

}
