package io.appinfra.net.http;

import java.io.IOException;

import org.apache.catalina.connector.ClientAbortException;
import org.eclipse.jetty.io.EofException;

import org.springframework.util.ClassUtils;

/**
 * The exception that makes the container end a connection in the middle of a response.
 * Any {@link IOException} does, but for all except one of its own each container logs a
 * second time, and Tomcat appends its error page to what was sent.
 */
final class BrokenOff {

	private static final boolean TOMCAT_PRESENT = isPresent("org.apache.catalina.connector.ClientAbortException");

	private static final boolean JETTY_PRESENT = isPresent("org.eclipse.jetty.io.EofException");

	private BrokenOff() {
	}

	static IOException because(Throwable cause) {
		String message = "Response broken off";
		if (TOMCAT_PRESENT) {
			return Tomcat.clientAbort(message, cause);
		}
		return JETTY_PRESENT ? Jetty.endOfFile(message, cause) : new IOException(message, cause);
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, BrokenOff.class.getClassLoader());
	}

	private static final class Tomcat {

		static IOException clientAbort(String message, Throwable cause) {
			return new ClientAbortException(message, cause);
		}

	}

	private static final class Jetty {

		static IOException endOfFile(String message, Throwable cause) {
			return new EofException(message, cause);
		}

	}

}
