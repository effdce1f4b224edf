package io.appinfra.net.ticker.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * The rule of {@code CRON}. Its clock is the wall clock, in nanoseconds since the epoch.
 * When that is set back by an hour or more, matches that have passed count again; by
 * less, none does.
 */
public final class CronRule extends TickRule {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private static final long NEVER = Long.MAX_VALUE - LONGEST;

	private static final long SET_BACK = Duration.ofHours(1).toNanos();

	private static final int MOST_COUNTED = 100_000;

	private final CronTimes times;

	private long seen;

	private long counted;

	public CronRule(CronExpression expression, ZoneId zone) {
		this.times = new CronTimes(expression, zone);
	}

	@Override
	public void start(long now, @Nullable Duration initialDelay) {
		this.seen = now;
		dueAt((initialDelay != null) ? firstDue(now, initialDelay) : after(now));
	}

	@Override
	public void skipBefore(long earliest) {
		if (due() < earliest) {
			skip(1);
			countMissed(due(), earliest - 1);
			dueAt(after(earliest - 1));
		}
	}

	@Override
	public void look(long now) {
		if (this.seen - now >= SET_BACK || due() == NEVER) {
			dueAt(after(now));
		}
		this.seen = now;
	}

	@Override
	public void begin(long now) {
		countMissed(due(), now);
		this.counted = now;
	}

	@Override
	public void end(long end, boolean failed) {
		countMissed(this.counted, end);
		dueAt(after((this.seen - end >= SET_BACK) ? end : Math.max(due(), end)));
		this.seen = end;
	}

	@Override
	public void setInterval(Duration interval, long now, boolean ticking) {
		throw new IllegalStateException("CRON has no interval");
	}

	private void countMissed(long from, long to) {
		long match = after(from);
		for (int count = 0; match <= to && count < MOST_COUNTED; count++) {
			skip(1);
			match = after(match);
		}
	}

	private long after(long nanos) {
		Instant next = this.times.after(Instant.ofEpochSecond(0, nanos));
		return (next != null) ? nanos(next) : NEVER;
	}

	/**
	 * Return a time by the clock of this rule.
	 * @param instant the time
	 * @return the nanoseconds since the epoch
	 */
	public static long nanos(Instant instant) {
		return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
	}

}
