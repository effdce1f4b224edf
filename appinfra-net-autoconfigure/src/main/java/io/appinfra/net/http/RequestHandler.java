package io.appinfra.net.http;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers HTTP requests at the paths of its {@link Route}.
 * <p>
 * Override the methods that the handler supports. Every other method is answered with 405
 * and an {@code Allow} header (RFC 9110 section 15.5.6) without a call of the handler;
 * HEAD is answered by {@link #doGet} without the body (RFC 9110 section 9.3.2) and
 * OPTIONS with {@code Allow} (RFC 9110 section 9.3.7).
 * <p>
 * The methods are called by many threads at once. What they throw becomes a problem
 * detail (RFC 9457): a {@link org.springframework.web.ErrorResponse} keeps its status,
 * anything else is a 500 that says nothing internal.
 */
public interface RequestHandler {

	/**
	 * Answer a GET request (RFC 9110 section 9.3.1).
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doGet(ServerRequest request) throws Exception {
		throw new UnsupportedOperationException();
	}

	/**
	 * Answer a HEAD request (RFC 9110 section 9.3.2). What is not overridden is answered
	 * by {@link #doGet}, without the body.
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doHead(ServerRequest request) throws Exception {
		return doGet(request);
	}

	/**
	 * Answer a POST request (RFC 9110 section 9.3.3).
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doPost(ServerRequest request) throws Exception {
		throw new UnsupportedOperationException();
	}

	/**
	 * Answer a PUT request (RFC 9110 section 9.3.4).
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doPut(ServerRequest request) throws Exception {
		throw new UnsupportedOperationException();
	}

	/**
	 * Answer a PATCH request (RFC 5789).
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doPatch(ServerRequest request) throws Exception {
		throw new UnsupportedOperationException();
	}

	/**
	 * Answer a DELETE request (RFC 9110 section 9.3.5).
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doDelete(ServerRequest request) throws Exception {
		throw new UnsupportedOperationException();
	}

	/**
	 * Answer an OPTIONS request (RFC 9110 section 9.3.7). What is not overridden is
	 * answered with the methods that the handler supports.
	 * @param request the request
	 * @return the response
	 * @throws Exception what becomes a problem detail
	 */
	default ServerResponse doOptions(ServerRequest request) throws Exception {
		throw new UnsupportedOperationException();
	}

}
