package io.appinfra.net.http.error;

import java.util.Set;

import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Distinguishes a client that went away from an I/O error of the handler's own. The
 * exceptions of Spring and of the containers are certain about it, the messages of others
 * are not.
 */
public final class ClientGone {

	private static final Set<String> CONTAINER_EXCEPTIONS = Set.of("org.apache.catalina.connector.ClientAbortException",
			"org.eclipse.jetty.io.EofException");

	private ClientGone() {
	}

	/**
	 * Return whether something failed because the client went away.
	 * @param failure the failure
	 * @return whether it, or one of its causes, is certain about that
	 */
	public static boolean isCauseOf(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof AsyncRequestNotUsableException
					|| CONTAINER_EXCEPTIONS.contains(cause.getClass().getName())) {
				return true;
			}
		}
		return false;
	}

}
