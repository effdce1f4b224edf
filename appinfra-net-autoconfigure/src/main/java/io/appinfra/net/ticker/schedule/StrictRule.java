package io.appinfra.net.ticker.schedule;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rule of {@code STRICT}.
 */
public final class StrictRule extends IntervalRule {

	/**
	 * How many ticks may run back to back if nothing else is set.
	 */
	public static final int DEFAULT_MAX_CATCH_UP = 10;

	private int maxCatchUp = DEFAULT_MAX_CATCH_UP;

	private int caughtUp;

	public StrictRule(Duration interval) {
		super(interval);
	}

	/**
	 * Set how many ticks may run back to back.
	 * @param maxCatchUp how many
	 */
	public void setMaxCatchUp(int maxCatchUp) {
		this.maxCatchUp = maxCatchUp;
	}

	@Override
	public void start(long now, @Nullable Duration initialDelay) {
		super.start(now, initialDelay);
		this.caughtUp = 0;
	}

	@Override
	public void end(long end, boolean failed) {
		long next = due() + interval();
		long late = end - next;
		this.caughtUp = (late > 0) ? this.caughtUp + 1 : 0;
		if (this.caughtUp > this.maxCatchUp) {
			long missed = late / interval() + 1;
			skip(missed);
			this.caughtUp = 0;
			next += missed * interval();
		}
		moveTo(next);
	}

}
