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

	/**
	 * How many of the ticks after the one that is due have been left out already.
	 */
	private long missed;

	public FlexRule(Duration interval) {
		super(interval);
	}

	@Override
	void moveTo(long due) {
		super.moveTo(due);
		this.anchor = due;
		this.missed = 0;
	}

	@Override
	public void skipBefore(long earliest) {
		if (earliest - due() > 0) {
			skip(-this.missed);
			super.skipBefore(earliest);
		}
	}

	@Override
	public void begin(long now) {
		super.begin(now);
		this.missed = 0;
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
			this.missed = late / interval();
			skip(this.missed);
			this.anchor = end;
		}
	}

}
