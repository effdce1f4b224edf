package io.appinfra.net.remote.state;

import org.jspecify.annotations.Nullable;

/**
 * Why an operation on the shared state failed.
 *
 * @param kind what kind of failure it is
 * @param message what to say to the caller
 */
public record StateFailure(Kind kind, @Nullable String message) {

	/**
	 * Kinds of failures.
	 */
	public enum Kind {

		/**
		 * A limit would be exceeded.
		 */
		LIMIT,

		/**
		 * An argument is wrong.
		 */
		ARGUMENT,

		/**
		 * The store is closed.
		 */
		CLOSED,

		/**
		 * The engine that keeps the state was not available, and nothing was done.
		 */
		UNAVAILABLE,

		/**
		 * The engine that keeps the state was not available, and the operation may have
		 * been carried out.
		 */
		OUTCOME_UNKNOWN,

		/**
		 * Anything else.
		 */
		OTHER

	}

}
