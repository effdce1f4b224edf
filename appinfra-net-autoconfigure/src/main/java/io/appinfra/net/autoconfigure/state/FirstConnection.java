package io.appinfra.net.autoconfigure.state;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The first connection to an engine, at startup. A JVM that has just started on a machine
 * that is short of processors may miss the timeout while it loads classes: the next
 * attempt finds them. A connection that was cut meanwhile is back a moment later.
 */
public final class FirstConnection {

	private static final int ATTEMPTS = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private FirstConnection() {
	}

	/**
	 * Connect, and try again if that failed: at least three times in all, and for at
	 * least two seconds.
	 * @param <T> the type of the connection
	 * @param <E> the type of the exception of an attempt that fails
	 * @param attempt connects
	 * @param retryable whether another attempt may succeed after an exception
	 * @return the connection
	 * @throws E that of the last attempt, or the first that is not retryable
	 */
	public static <T, E extends Exception> T open(Attempt<T, E> attempt, Predicate<Exception> retryable) throws E {
		return open(attempt, retryable, PATIENCE);
	}

	static <T, E extends Exception> T open(Attempt<T, E> attempt, Predicate<Exception> retryable, Duration patience)
			throws E {
		long start = System.nanoTime();
		for (int failed = 1; failed < ATTEMPTS || System.nanoTime() - start < patience.toNanos(); failed++) {
			try {
				return attempt.connect();
			}
			catch (Exception ex) {
				if (!retryable.test(ex) || Thread.currentThread().isInterrupted()) {
					throw ex;
				}
				LockSupport.parkNanos(PAUSE.toNanos());
			}
		}
		return attempt.connect();
	}

	/**
	 * An attempt to connect.
	 *
	 * @param <T> the type of the connection
	 * @param <E> the type of the exception if it fails
	 */
	@FunctionalInterface
	public interface Attempt<T, E extends Exception> {

		/**
		 * Connect.
		 * @return the connection
		 * @throws E if that is not possible
		 */
		T connect() throws E;

	}

}
