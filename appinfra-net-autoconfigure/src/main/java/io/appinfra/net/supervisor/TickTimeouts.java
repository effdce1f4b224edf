package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.appinfra.net.remote.lifecycle.EventLoop;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Watches over the ticks of one process, which are to end within their timeouts. Safe for
 * use by many threads.
 */
final class TickTimeouts {

	private final Map<String, Begun> running = new HashMap<>();

	private final Set<String> watched = new HashSet<>();

	private final Map<String, Duration> timeouts;

	private final EventLoop loop;

	private final BiConsumer<String, String> overdue;

	/**
	 * Create timeouts.
	 * @param timeouts the timeouts by the names of tickers
	 * @param loop keeps the time
	 * @param overdue is given the ticker that runs too long, and that in words
	 */
	TickTimeouts(Map<String, Duration> timeouts, EventLoop loop, BiConsumer<String, String> overdue) {
		this.timeouts = timeouts;
		this.loop = loop;
		this.overdue = overdue;
	}

	/**
	 * A ticker has changed.
	 * @param status its status
	 */
	void report(TickerStatus status) {
		Duration timeout = this.timeouts.get(status.name());
		if (timeout != null) {
			report(status, timeout);
		}
	}

	private synchronized void report(TickerStatus status, Duration timeout) {
		if (status.state() != TickerState.RUNNING) {
			this.running.remove(status.name());
			return;
		}
		Begun begun = this.running.get(status.name());
		if (begun == null || begun.number() != status.number()) {
			this.running.put(status.name(), new Begun(status.number(), this.loop.nanos()));
		}
		if (this.watched.add(status.name())) {
			watch(status.name(), timeout, timeout);
		}
	}

	private void watch(String ticker, Duration timeout, Duration delay) {
		this.loop.after(delay, () -> check(ticker, timeout));
	}

	private synchronized void check(String ticker, Duration timeout) {
		Begun begun = this.running.get(ticker);
		if (begun == null) {
			this.watched.remove(ticker);
			return;
		}
		Duration left = timeout.minusNanos(this.loop.nanos() - begun.nanos());
		if (left.isNegative() || left.isZero()) {
			this.overdue.accept(ticker, "tick %d of ticker '%s' ran longer than its timeout of %d ms"
				.formatted(begun.number(), ticker, timeout.toMillis()));
		}
		else {
			watch(ticker, timeout, left);
		}
	}

	private record Begun(long number, long nanos) {

	}

}
