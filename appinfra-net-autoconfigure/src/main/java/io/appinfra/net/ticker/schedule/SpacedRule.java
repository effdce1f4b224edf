package io.appinfra.net.ticker.schedule;

import java.time.Duration;

/**
 * The rule of {@code SPACED}.
 */
public final class SpacedRule extends IntervalRule {

	public SpacedRule(Duration interval) {
		super(interval);
	}

	@Override
	public void end(long end, boolean failed) {
		moveTo(end + interval());
	}

	@Override
	public void endOutOfTurn(long end, boolean failed) {
		begin(end);
		end(end, failed);
	}

}
