package io.appinfra.net.http.error;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.eclipse.jetty.io.EofException;

import org.springframework.util.ClassUtils;

/**
 * The exception that makes the container end a connection, or a stream of HTTP/2, in the
 * middle of a response. Any {@link IOException} does, but for all except one of its own
 * each container logs a second time, and Tomcat appends its error page to what was sent.
 */
final class BrokenOff {

	private static final Log logger = LogFactory.getLog(BrokenOff.class);

	private static final boolean TOMCAT_PRESENT = isPresent("org.apache.catalina.connector.ClientAbortException");

	private static final boolean JETTY_PRESENT = isPresent("org.eclipse.jetty.io.EofException");

	private BrokenOff() {
	}

	static IOException because(Throwable cause, HttpServletRequest request, HttpServletResponse response) {
		String message = "Response broken off";
		if (!TOMCAT_PRESENT) {
			return JETTY_PRESENT ? Jetty.endOfFile(message, cause) : new IOException(message, cause);
		}
		if (request.getProtocol().startsWith("HTTP/2")) {
			Tomcat.resetStream(message, response);
		}
		return Tomcat.clientAbort(message, cause);
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, BrokenOff.class.getClassLoader());
	}

	private static final class Tomcat {

		static IOException clientAbort(String message, Throwable cause) {
			return new ClientAbortException(message, cause);
		}

		/**
		 * Let the stream have no end. Whatever is thrown, Tomcat ends the stream as if
		 * the response were complete, unless it fails in doing so: the trailer is the
		 * last that it asks for.
		 */
		static void resetStream(String message, HttpServletResponse response) {
			try {
				response.setTrailerFields(() -> {
					throw new IllegalStateException(message);
				});
			}
			catch (IllegalStateException ex) {
				logger.debug("The response is at its end, or the container is another", ex);
			}
		}

	}

	private static final class Jetty {

		static IOException endOfFile(String message, Throwable cause) {
			return new EofException(message, cause);
		}

	}

}
