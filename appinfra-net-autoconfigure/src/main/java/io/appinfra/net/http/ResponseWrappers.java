package io.appinfra.net.http;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;

import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * What servlet filters have put around a response.
 */
final class ResponseWrappers {

	private ResponseWrappers() {
	}

	/**
	 * Return whether what is written in a later dispatch reaches the client. A filter
	 * that keeps the answer back may pass on what it has when the first dispatch returns,
	 * and not be asked again. Of the wrappers of Spring only one keeps it.
	 */
	static boolean outliveDispatch(ServletResponse response) {
		for (ServletResponse current = response; current instanceof ServletResponseWrapper wrapper; current = wrapper
			.getResponse()) {
			if (wrapper instanceof ContentCachingResponseWrapper || !isKnown(wrapper.getClass().getName())) {
				return false;
			}
		}
		return true;
	}

	private static boolean isKnown(String className) {
		return className.startsWith("org.springframework.")
				|| className.startsWith(ResponseWrappers.class.getPackageName() + ".");
	}

}
