package io.appinfra.net.http;

import java.io.IOException;

import org.apache.catalina.connector.ClientAbortException;

import org.springframework.util.ClassUtils;

/**
 * The exception that makes the container end a connection in the middle of a response.
 * Any {@link IOException} does, but for all except one Tomcat logs a second time and
 * appends its error page to what was sent.
 */
final class BrokenOff {

	private static final boolean TOMCAT_PRESENT = ClassUtils
		.isPresent("org.apache.catalina.connector.ClientAbortException", BrokenOff.class.getClassLoader());

	private BrokenOff() {
	}

	static IOException because(Throwable cause) {
		String message = "Response broken off";
		return TOMCAT_PRESENT ? Tomcat.clientAbort(message, cause) : new IOException(message, cause);
	}

	private static final class Tomcat {

		static IOException clientAbort(String message, Throwable cause) {
			return new ClientAbortException(message, cause);
		}

	}

}
