package io.appinfra.net.ticker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rule of {@link TickMode#STRICT}.
 */
final class StrictRule extends IntervalRule {

	private int maxCatchUp = TickerSettings.DEFAULT_MAX_CATCH_UP;

	private int caughtUp;

	StrictRule(Duration interval) {
		super(interval);
	}

	void setMaxCatchUp(int maxCatchUp) {
		this.maxCatchUp = maxCatchUp;
	}

	@Override
	void start(long now, @Nullable Duration initialDelay) {
		super.start(now, initialDelay);
		this.caughtUp = 0;
	}

	@Override
	void end(long end, boolean failed) {
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
