package io.appinfra.net.ticker;

import java.time.Duration;

/**
 * The rule of {@link TickMode#SPACED}.
 */
final class SpacedRule extends IntervalRule {

	SpacedRule(Duration interval) {
		super(interval);
	}

	@Override
	void end(long end, boolean failed) {
		moveTo(end + interval());
	}

	@Override
	void endOutOfTurn(long end, boolean failed) {
		begin(end);
		end(end, failed);
	}

}
