package io.appinfra.net.channel;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection does not speak the protocol.
 */
public class ProtocolException extends IOException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what the other end did
	 */
	public ProtocolException(String message) {
		super(message);
	}

	ProtocolException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
