package io.appinfra.net.http.limits;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.ClassUtils;

/**
 * What the web server knows of the body of one request, beyond what the servlet API says.
 */
interface BodySource {

	/**
	 * A body of which the web server says nothing.
	 */
	BodySource UNKNOWN = new BodySource() {
	};

	/**
	 * Return how many bytes have been read from the body, -1 if it is not known. Called
	 * by any thread.
	 */
	default long received() {
		return -1;
	}

	/**
	 * Return how many bytes can be read from the body without waiting, 0 if that is not
	 * known.
	 */
	default long available() {
		return 0;
	}

	/**
	 * Have a thread that waits for bytes of the body wait no longer. Called by another
	 * thread, while the reader waits.
	 * @param reader the thread
	 * @param before how often that has been done before, and was not enough
	 */
	default void end(Thread reader, int before) {
		reader.interrupt();
	}

	/**
	 * Have the web server not wait for the rest of the body when the request has been
	 * answered. Without effect where it does not.
	 */
	default void abandon() {
	}

	/**
	 * Take back the answer that the web server has given by itself because the body could
	 * not be read. Without effect if there is none, or if it is on its way.
	 */
	default void takeBackAnswer() {
	}

	/**
	 * Return whether the client has been asked for the body whether it is wanted or not.
	 */
	default boolean isAlwaysAskedFor() {
		return true;
	}

	static BodySource of(HttpServletRequest request) {
		ServletRequest nativeRequest = request;
		while (nativeRequest instanceof ServletRequestWrapper wrapper) {
			nativeRequest = wrapper.getRequest();
		}
		if (Servers.TOMCAT && TomcatBodySource.isRequest(nativeRequest)) {
			return TomcatBodySource.of(nativeRequest);
		}
		return (Servers.JETTY && JettyBodySource.isRequest(nativeRequest)) ? new JettyBodySource(nativeRequest)
				: UNKNOWN;
	}

	/**
	 * Which web servers are there.
	 */
	final class Servers {

		private static final boolean TOMCAT = isPresent("org.apache.catalina.connector.RequestFacade");

		private static final boolean JETTY = isPresent("org.eclipse.jetty.ee11.servlet.ServletContextRequest");

		private Servers() {
		}

		private static boolean isPresent(String className) {
			return ClassUtils.isPresent(className, BodySource.class.getClassLoader());
		}

	}

}
