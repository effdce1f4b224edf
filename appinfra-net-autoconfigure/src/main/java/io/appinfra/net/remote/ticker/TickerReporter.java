package io.appinfra.net.remote.ticker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Reports the tickers of this worker to the web process. Safe for use by many threads.
 */
public final class TickerReporter {

	private final Map<String, AtomicReference<@Nullable TickerStatus>> unsent = new ConcurrentHashMap<>();

	private final Outbox web;

	/**
	 * Create a reporter.
	 * @param web sends to the web process
	 */
	public TickerReporter(Outbox web) {
		this.web = web;
	}

	/**
	 * Report that all tickers have started.
	 */
	public void ready() {
		send(Frame.empty(FrameType.READY));
	}

	/**
	 * Report that no ticker ticks any more, after all else about them.
	 */
	public void closing() {
		send(Frame.empty(FrameType.CLOSING));
	}

	/**
	 * Report the status of a ticker. When it changes faster than it can be sent, only the
	 * newest is.
	 * @param status the status
	 */
	public void status(TickerStatus status) {
		AtomicReference<@Nullable TickerStatus> unsent = this.unsent.computeIfAbsent(status.name(),
				(name) -> new AtomicReference<>());
		if (unsent.getAndSet(status) == null) {
			this.web.postWhenPossible(() -> Frame.of(FrameType.TICKER, unsent.getAndSet(null)));
		}
	}

	/**
	 * Report ticks that have ended.
	 * @param ticks the ticks
	 */
	public void ticks(TickBatch ticks) {
		send(Frame.of(FrameType.TICKS, ticks));
	}

	/**
	 * Report that a command has been carried out.
	 * @param id the id of the command
	 * @param tick the tick that it asked for, {@code null} if it did not ask for one
	 */
	void done(long id, @Nullable TickRecord tick) {
		send(Frame.ofNullable(FrameType.TICKER_DONE, id, tick));
	}

	/**
	 * Report that a command could not be carried out.
	 * @param id the id of the command
	 * @param reason why
	 */
	void refused(long id, String reason) {
		send(Frame.of(FrameType.TICKER_REFUSED, id, reason));
	}

	private void send(Frame frame) {
		this.web.postWhenPossible(() -> frame);
	}

}
