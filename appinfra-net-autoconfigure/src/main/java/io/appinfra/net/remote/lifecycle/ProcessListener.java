package io.appinfra.net.remote.lifecycle;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.ticker.GateMessage;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Takes what a worker's process reports, in any thread.
 */
public interface ProcessListener {

	/**
	 * It has connected.
	 * @param link what can be sent to it
	 */
	void connected(WorkerLink link);

	/**
	 * Its application has started, and waits to {@linkplain WorkerLink#begin begin}.
	 * @param prepared what it has
	 */
	void prepared(Prepared prepared);

	/**
	 * Its tickers have started.
	 */
	void ready();

	/**
	 * Its tickers have stopped, nothing about them will come any more, and its
	 * application closes.
	 */
	void closing();

	/**
	 * It has given a sign of life.
	 * @param rssBytes its resident memory, -1 if it is not known
	 */
	void heartbeat(long rssBytes);

	/**
	 * A ticker has changed.
	 * @param status the status of the ticker
	 */
	void ticker(TickerStatus status);

	/**
	 * Ticks have ended.
	 * @param ticks the ticks
	 */
	void ticks(TickBatch ticks);

	/**
	 * It has reported how its JVM is.
	 * @param report how it is
	 */
	void jvm(JvmReport report);

	/**
	 * It has something for the gate of its tickers.
	 * @param id what the answer carries, if there is one
	 * @param message what it has
	 */
	void gate(long id, GateMessage message);

	/**
	 * It has done what it was asked to do with a ticker.
	 * @param id what the command carried
	 * @param tick the tick that was asked for, {@code null} if none was
	 */
	void done(long id, @Nullable TickRecord tick);

	/**
	 * It could not do what it was asked to do with a ticker.
	 * @param id what the command carried
	 * @param reason why
	 */
	void refused(long id, String reason);

	/**
	 * It has ended, and nothing of it will come any more. The last event.
	 * @param end how it has ended
	 */
	void ended(ProcessEnd end);

}
