package io.appinfra.net.process;

import java.util.List;

import io.appinfra.net.ServerStartupException;

/**
 * A process could not be started.
 */
public class ProcessStartException extends ServerStartupException {

	private static final long serialVersionUID = 1L;

	ProcessStartException(List<String> command, Throwable cause) {
		super("Could not start '%s': %s".formatted(String.join(" ", command), cause.getMessage()), cause);
	}

}
