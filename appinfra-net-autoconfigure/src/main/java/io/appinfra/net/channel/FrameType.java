package io.appinfra.net.channel;

/**
 * What a {@link Frame} is. The constants' order is part of the protocol. What the bodies
 * are is known where the frames are made and handled: in the package of the feature.
 */
public enum FrameType {

	/** The first frame of a connection, from a worker: {@link Hello}. */
	HELLO,

	/** The answer to {@link #HELLO} if the worker is let in. No body. */
	WELCOME,

	/** The answer to {@link #HELLO} if a worker is known and not let in: the reason. */
	REFUSED,

	/** What a worker needs to run, from the web process. */
	CONFIGURATION,

	/** The worker's tickers have started. */
	READY,

	/** A sign of life from a worker. */
	HEARTBEAT,

	/** The status of a ticker, in both directions. */
	TICKER,

	/** An event that a worker has logged. */
	LOG,

	/** The worker should stop normally. */
	STOP,

	/** An operation on the shared state, from a worker. */
	STATE,

	/** A part of the result of an operation, which is not the last. */
	PART,

	/** The result of an operation on the shared state, or its last part. */
	RESULT,

	/** Why an operation on the shared state failed. */
	FAILURE,

	/** A worker waits for a lock. */
	LOCK,

	/** A worker no longer waits for the lock that it asked for with the same id. */
	LOCK_CANCEL,

	/** A worker has the lock that it waited for, or did not get it. */
	LOCKED,

	/** A change of a shared map that a worker listens to. */
	CHANGE,

	/** A worker should do something with a ticker. */
	TICKER_COMMAND,

	/** A worker has done it. */
	TICKER_DONE,

	/** A worker could not do it. */
	TICKER_REFUSED,

	/** A worker should report what its threads do, and its answer. */
	THREAD_DUMP,

	/** The new level of a logger in the web process. */
	LOG_LEVEL,

	/** The worker's application has started, and its tickers wait. */
	PREPARED,

	/** The worker's tickers should start. Their statuses come before. */
	BEGIN,

	/** Ticks of one ticker that have ended in a worker. */
	TICKS,

	/** How the JVM of a worker is. */
	JVM,

	/** What a worker has measured with one meter. */
	METER,

	/** A ticker of the cluster should start in the worker. */
	TICKER_START,

	/** A ticker of the cluster should end in the worker. */
	TICKER_END,

	/** A worker asks whether a tick may begin, or reports what has become of one. */
	GATE,

	/** Whether it may begin, with its number, or without a body if it may not. */
	PASS,

	/** The worker's tickers have stopped, all about them was sent, and it closes. */
	CLOSING

}
