package io.appinfra.net.ticker;

import java.time.Duration;

/**
 * The rule of {@link TickMode#FLEX}.
 */
final class FlexRule extends IntervalRule {

	/**
	 * What the intervals are counted from: when the next tick is due, or, if that is past
	 * already, from when on it could begin.
	 */
	private long anchor;

	FlexRule(Duration interval) {
		super(interval);
	}

	@Override
	void moveTo(long due) {
		super.moveTo(due);
		this.anchor = due;
	}

	@Override
	void begin(long now) {
		super.begin(now);
		long late = now - this.anchor;
		if (late > interval()) {
			skip(late / interval());
			this.anchor = now;
		}
	}

	@Override
	void end(long end, boolean failed) {
		moveTo(this.anchor + interval());
		long late = end - due();
		if (late > 0) {
			skip(late / interval());
			this.anchor = end;
		}
	}

}
