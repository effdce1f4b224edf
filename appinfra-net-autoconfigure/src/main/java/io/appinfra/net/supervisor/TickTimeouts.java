package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Watches over the ticks of one process, which are to end within their timeouts. Used
 * with the lock of the worker.
 */
final class TickTimeouts {

	private final Map<String, Begun> running = new HashMap<>();

	private final Set<String> watched = new HashSet<>();

	private final Map<String, Duration> timeouts;

	private final Timer timer;

	private final Consumer<Runnable> locked;

	private final BiConsumer<String, String> kill;

	/**
	 * Create timeouts.
	 * @param timeouts the timeouts by the names of tickers
	 * @param timer keeps the time
	 * @param locked runs what is given to it with the lock of the worker, unless the
	 * process has ended
	 * @param kill is given the ticker that runs too long, and that in words
	 */
	TickTimeouts(Map<String, Duration> timeouts, Timer timer, Consumer<Runnable> locked,
			BiConsumer<String, String> kill) {
		this.timeouts = timeouts;
		this.timer = timer;
		this.locked = locked;
		this.kill = kill;
	}

	/**
	 * A ticker has changed.
	 * @param status its status
	 */
	void report(TickerStatus status) {
		Duration timeout = this.timeouts.get(status.name());
		if (timeout == null) {
			return;
		}
		if (status.state() != TickerState.RUNNING) {
			this.running.remove(status.name());
			return;
		}
		Begun begun = this.running.get(status.name());
		if (begun == null || begun.number() != status.number()) {
			this.running.put(status.name(), new Begun(status.number(), this.timer.nanos()));
		}
		if (this.watched.add(status.name())) {
			watch(status.name(), timeout, timeout);
		}
	}

	private void watch(String ticker, Duration timeout, Duration delay) {
		this.timer.after(delay, () -> this.locked.accept(() -> check(ticker, timeout)));
	}

	private void check(String ticker, Duration timeout) {
		Begun begun = this.running.get(ticker);
		if (begun == null) {
			this.watched.remove(ticker);
			return;
		}
		Duration left = timeout.minusNanos(this.timer.nanos() - begun.nanos());
		if (left.isNegative() || left.isZero()) {
			this.kill.accept(ticker, "tick %d of ticker '%s' ran longer than its timeout of %d ms"
				.formatted(begun.number(), ticker, timeout.toMillis()));
		}
		else {
			watch(ticker, timeout, left);
		}
	}

	private record Begun(long number, long nanos) {

	}

}
