package io.appinfra.net.ticker.schedule;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The rule of a mode that has an interval.
 */
abstract class IntervalRule extends TickRule {

	private long interval;

	private boolean firstTickDue;

	IntervalRule(Duration interval) {
		this.interval = checked(interval);
	}

	final long interval() {
		return this.interval;
	}

	@Override
	public void start(long now, @Nullable Duration initialDelay) {
		this.firstTickDue = true;
		moveTo(firstDue(now, initialDelay));
	}

	@Override
	public void skipBefore(long earliest) {
		long early = earliest - due();
		if (early > 0) {
			long count = (early - 1) / this.interval + 1;
			skip(count);
			this.firstTickDue = false;
			moveTo(due() + count * this.interval);
		}
	}

	@Override
	public void resume(long due) {
		moveTo(due);
	}

	@Override
	public void begin(long now) {
		this.firstTickDue = false;
	}

	@Override
	public void setInterval(Duration interval, long now, boolean ticking) {
		long before = this.interval;
		this.interval = checked(interval);
		if (!ticking && !this.firstTickDue) {
			long moved = due() - before + this.interval;
			moveTo((moved - now > 0) ? moved : now);
		}
	}

	/**
	 * Let the next tick be due, whatever was before.
	 * @param due when it is due
	 */
	void moveTo(long due) {
		dueAt(due);
	}

	private static long checked(Duration interval) {
		Assert.isTrue(isPositive(interval), () -> "The interval must be positive, but is " + interval);
		return nanos(interval);
	}

}
