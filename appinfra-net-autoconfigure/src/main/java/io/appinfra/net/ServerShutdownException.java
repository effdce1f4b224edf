package io.appinfra.net;

import org.jspecify.annotations.Nullable;

/**
 * Something could not be stopped normally, or was used after it had been stopped.
 */
public class ServerShutdownException extends ServerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 */
	public ServerShutdownException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public ServerShutdownException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
