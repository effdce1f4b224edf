package io.appinfra.net.autoconfigure.startup;

import io.appinfra.net.ServerStartupException;

/**
 * Thrown when the version of Spring Boot is too old.
 */
@SuppressWarnings("serial")
class BootVersionException extends ServerStartupException {

	BootVersionException(String version) {
		super("appinfra-net needs Spring Boot 4.1 or later, this is %s".formatted(version));
	}

}
