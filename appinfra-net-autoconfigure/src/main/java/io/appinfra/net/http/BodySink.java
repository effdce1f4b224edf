package io.appinfra.net.http;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request body that is being received. Called by one thread at a time.
 */
interface BodySink {

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

	/**
	 * Return what is to be done with a body that cannot be received: it stays where it
	 * is.
	 */
	default BodySink leave() {
		return (LeftBody) (request) -> new BodyRequest(request, request.getInputStream());
	}

	default void close() {
	}

}
