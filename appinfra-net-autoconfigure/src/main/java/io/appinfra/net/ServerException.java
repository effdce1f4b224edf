package io.appinfra.net;

import org.jspecify.annotations.Nullable;

/**
 * Root of the exceptions that this library throws. Its message says what happened and
 * what to do about it.
 */
public class ServerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 */
	public ServerException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public ServerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
