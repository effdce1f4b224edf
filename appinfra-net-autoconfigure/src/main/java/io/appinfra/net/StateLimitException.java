package io.appinfra.net;

import org.jspecify.annotations.Nullable;

/**
 * A write to the shared state would exceed one of its limits. Nothing was stored.
 */
public class StateLimitException extends ServerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 */
	public StateLimitException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public StateLimitException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
