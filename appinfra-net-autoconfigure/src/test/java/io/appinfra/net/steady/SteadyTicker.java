package io.appinfra.net.steady;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Sums up by how much the time from one tick to the next differs from the interval, as
 * long as the ticks are on time.
 */
class SteadyTicker implements Ticker {

	static final Duration INTERVAL = Duration.ofMillis(10);

	static final int TICKS = 1000;

	private final String name;

	private final SharedState state;

	private @Nullable Instant last;

	private int ticks;

	private int onTimeInARow;

	private int measured;

	private Duration drift = Duration.ZERO;

	SteadyTicker(String name, SharedState state) {
		this.name = name;
		this.state = state;
	}

	@Override
	public void tick(TickContext tick) {
		boolean onTime = tick.skipped() == 0 && tick.lateness().compareTo(INTERVAL.dividedBy(2)) < 0;
		this.onTimeInARow = onTime ? this.onTimeInARow + 1 : 0;
		if (this.onTimeInARow > 2) {
			this.drift = this.drift.plus(Duration.between(this.last, tick.scheduledAt())).minus(INTERVAL);
			this.measured++;
		}
		this.last = tick.scheduledAt();
		if (++this.ticks == TICKS) {
			this.state.map("steady", Result.class).put(this.name, new Result(this.measured, this.drift.toNanos()));
		}
	}

	record Result(int measured, long driftNanos) {

	}

}
