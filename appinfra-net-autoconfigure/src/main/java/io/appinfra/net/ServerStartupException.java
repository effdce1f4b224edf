package io.appinfra.net;

import org.jspecify.annotations.Nullable;

/**
 * Something that the application needs could not be started.
 */
public class ServerStartupException extends ServerException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened and what to do about it
	 */
	public ServerStartupException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public ServerStartupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
