package io.appinfra.net.process;

import java.nio.file.Path;
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

	ProcessStartException(Path argumentFile, Throwable cause) {
		super("Could not write the class path of a process to %s: %s. ".formatted(argumentFile, cause.getMessage())
				+ "Make room there, or set -Djava.io.tmpdir to another directory", cause);
	}

}
