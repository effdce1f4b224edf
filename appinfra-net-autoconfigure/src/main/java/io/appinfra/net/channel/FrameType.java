package io.appinfra.net.channel;

/**
 * What a {@link Frame} is. The constants' order is part of the protocol.
 */
public enum FrameType {

	/**
	 * The first frame of a connection, from a worker: {@link Hello}.
	 */
	HELLO,

	/**
	 * The answer to {@link #HELLO} if the worker is let in. No body.
	 */
	WELCOME,

	/**
	 * The answer to {@link #HELLO} if a worker is known and not let in. The body is the
	 * reason, a JSON string.
	 */
	REFUSED,

	/**
	 * What a worker needs to run, from the web process: {@link WorkerConfiguration}.
	 */
	CONFIGURATION,

	/**
	 * The worker's tickers have started. No body.
	 */
	READY,

	/**
	 * A sign of life from a worker: {@link Heartbeat}.
	 */
	HEARTBEAT,

	/**
	 * What has become of a ticker in a worker: a ticker's status.
	 */
	TICKER,

	/**
	 * Something that a worker logged: {@link LogMessage}.
	 */
	LOG,

	/**
	 * The worker should stop in order: {@link Stop}.
	 */
	STOP,

	/**
	 * An operation on the shared state, from a worker: a {@link StateOperation} and its
	 * arguments.
	 */
	STATE,

	/**
	 * A part of the result of an operation, which is not the last.
	 */
	PART,

	/**
	 * The result of an operation on the shared state, or its last part.
	 */
	RESULT,

	/**
	 * Why an operation on the shared state failed: {@link StateFailure}.
	 */
	FAILURE,

	/**
	 * A worker waits for a lock: its name and the nanoseconds to wait.
	 */
	LOCK,

	/**
	 * A worker does not wait any more for the lock that it asked for with the same id. No
	 * body.
	 */
	LOCK_CANCEL,

	/**
	 * The fencing token of a lock that a worker waited for, 0 if it did not get it.
	 */
	LOCKED,

	/**
	 * A change of a shared map that a worker listens to: map, key, version and value.
	 */
	CHANGE,

	/**
	 * A worker should do something with a ticker: {@link TickerCommand}.
	 */
	TICKER_COMMAND,

	/**
	 * A worker has done so. The body is the tick that was asked for, or empty.
	 */
	TICKER_DONE,

	/**
	 * A worker could not do so. The body is the reason.
	 */
	TICKER_REFUSED,

	/**
	 * A worker should tell what its threads do. No body; that of the answer is the text.
	 */
	THREAD_DUMP,

	/**
	 * A logger has another level in the web process: {@link LogLevel}.
	 */
	LOG_LEVEL,

	/**
	 * The worker's application has started, and its tickers wait. No body.
	 */
	PREPARED,

	/**
	 * The worker's tickers should start: {@link Begin}. Their statuses come before.
	 */
	BEGIN,

	/**
	 * Ticks of one ticker have ended in a worker: a batch of them.
	 */
	TICKS,

	/**
	 * How the JVM of a worker is: {@link JvmReport}.
	 */
	JVM

}
