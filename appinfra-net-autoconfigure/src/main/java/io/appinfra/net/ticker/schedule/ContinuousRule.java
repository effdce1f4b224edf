package io.appinfra.net.ticker.schedule;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rule of {@code CONTINUOUS}.
 */
public final class ContinuousRule extends TickRule {

	private static final long FIRST_BACKOFF = Duration.ofMillis(100).toNanos();

	private static final int DOUBLINGS = 8;

	private int failuresInARow;

	@Override
	public void start(long now, @Nullable Duration initialDelay) {
		this.failuresInARow = 0;
		dueAt(firstDue(now, initialDelay));
	}

	@Override
	public void skipBefore(long earliest) {
	}

	@Override
	public void end(long end, boolean failed) {
		this.failuresInARow = failed ? this.failuresInARow + 1 : 0;
		dueAt(end + (failed ? FIRST_BACKOFF << Math.min(this.failuresInARow - 1, DOUBLINGS) : 0));
	}

	@Override
	public void endOutOfTurn(long end, boolean failed) {
		end(end, failed);
	}

	@Override
	public void setInterval(Duration interval, long now, boolean ticking) {
		throw new IllegalStateException("CONTINUOUS has no interval");
	}

}
