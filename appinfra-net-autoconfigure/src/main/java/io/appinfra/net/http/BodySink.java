package io.appinfra.net.http;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request body that is being received. Called by one thread at a time.
 */
interface BodySink {

	/**
	 * Leaves the body where it is.
	 */
	BodySink NONE = new BodySink() {

		@Override
		public void take(BodyReception reception, byte[] bytes, int length) {
			throw new UnsupportedOperationException();
		}

		@Override
		public HttpServletRequest addTo(HttpServletRequest request) throws IOException {
			return new BodyRequest(request, request.getInputStream());
		}

	};

	void take(BodyReception reception, byte[] bytes, int length) throws IOException;

	/**
	 * Return whether the client has sent as much as it announced.
	 */
	default boolean isComplete() {
		return true;
	}

	/**
	 * Return the request with the body for the handler, {@code null} if the request has
	 * been answered.
	 */
	@Nullable HttpServletRequest addTo(HttpServletRequest request) throws IOException;

	default void close() {
	}

}
