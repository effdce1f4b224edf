package io.appinfra.net.ticker;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what a ticker did lately, from each change of its status. Safe for use by
 * many threads.
 */
public final class TickHistoryRecorder {

	private static final int SIZE = 100;

	private final Deque<RecentTick> recent = new ArrayDeque<>();

	private long lastNumber;

	private long skipped;

	private long runningNumber;

	private @Nullable Instant runningSince;

	/**
	 * Take note of a status.
	 * @param status the status, newer than all before
	 */
	public synchronized void add(TickerStatus status) {
		TickRecord last = status.last();
		if (last != null && last.number() != this.lastNumber) {
			add(last, status.skipped());
		}
		if (status.state() != TickerState.RUNNING) {
			this.runningSince = null;
		}
		else if (this.runningSince == null || this.runningNumber != status.number()) {
			this.runningSince = Instant.now();
			this.runningNumber = status.number();
		}
	}

	private void add(TickRecord tick, long skipped) {
		if (this.recent.size() == SIZE) {
			this.recent.removeFirst();
		}
		long unseen = Math.max(0, tick.number() - this.lastNumber - 1);
		this.recent.addLast(new RecentTick(tick, Math.max(0, skipped - this.skipped), unseen));
		this.lastNumber = tick.number();
		this.skipped = skipped;
	}

	/**
	 * Return what the ticker did lately.
	 * @return a copy
	 */
	public synchronized TickHistory history() {
		return new TickHistory(List.copyOf(this.recent), this.runningSince);
	}

}
