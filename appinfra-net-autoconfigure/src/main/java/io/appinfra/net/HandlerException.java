package io.appinfra.net;

import org.jspecify.annotations.Nullable;

/**
 * A handler could not be set up or could not answer.
 */
public class HandlerException extends ServerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 */
	public HandlerException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public HandlerException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
