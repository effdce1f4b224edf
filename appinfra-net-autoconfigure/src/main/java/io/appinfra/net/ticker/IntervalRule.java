package io.appinfra.net.ticker;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The rule of a mode that has an interval.
 */
abstract class IntervalRule extends TickRule {

	private long interval;

	private boolean initialTickDue;

	IntervalRule(Duration interval) {
		this.interval = checked(interval);
	}

	final long interval() {
		return this.interval;
	}

	@Override
	void start(long now, boolean initial) {
		this.initialTickDue = initial;
		moveTo(initial ? now : now + this.interval);
	}

	@Override
	void begin(long now) {
		this.initialTickDue = false;
	}

	@Override
	void setInterval(Duration interval, long now, boolean ticking) {
		long before = this.interval;
		this.interval = checked(interval);
		if (!ticking && !this.initialTickDue) {
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
		boolean positive = !interval.isNegative() && !interval.isZero();
		Assert.isTrue(positive, () -> "The interval must be positive, but is " + interval);
		return nanos(interval);
	}

}
