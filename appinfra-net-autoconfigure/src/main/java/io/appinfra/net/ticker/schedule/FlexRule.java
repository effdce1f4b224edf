package io.appinfra.net.ticker.schedule;

import java.time.Duration;

/**
 * The rule of {@code FLEX}.
 */
public final class FlexRule extends IntervalRule {

	/**
	 * What the intervals are counted from: when the next tick is due, or, if that is past
	 * already, from when on it could begin.
	 */
	private long anchor;

	public FlexRule(Duration interval) {
		super(interval);
	}

	@Override
	void moveTo(long due) {
		super.moveTo(due);
		this.anchor = due;
	}

	@Override
	public void begin(long now) {
		super.begin(now);
		long late = now - this.anchor;
		if (late > interval()) {
			skip(late / interval());
			this.anchor = now;
		}
	}

	@Override
	public void end(long end, boolean failed) {
		moveTo(this.anchor + interval());
		long late = end - due();
		if (late > 0) {
			skip(late / interval());
			this.anchor = end;
		}
	}

}
