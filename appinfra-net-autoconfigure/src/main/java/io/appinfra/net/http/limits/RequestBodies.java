package io.appinfra.net.http.limits;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.WebUtils;

import io.appinfra.net.http.error.Refusal;

/**
 * Limits the bodies of the requests to one handler.
 */
public final class RequestBodies {

	private static final Log logger = LogFactory.getLog(RequestBodies.class);

	/**
	 * What is read of a body that the handler has left. Many a client reads the answer
	 * only once it has sent everything, and loses the answer when its connection is
	 * reset.
	 */
	private static final HandlerLimits UNWANTED = new HandlerLimits(DataSize.ofMegabytes(2), null,
			Duration.ofSeconds(5), null, null);

	/**
	 * What Jetty makes of {@code Content-Length} when it decompresses a body.
	 */
	private static final String COMPRESSED_LENGTH = "X-Content-Length";

	private static final int CHUNK_SIZE = 8 * 1024;

	private final @Nullable DataSize maxSize;

	private final BodyWaits waits;

	private final BodyWaits waitsForUnwanted;

	/**
	 * Create limits of bodies.
	 * @param limits the limits of the handler
	 * @param deadlines ends waits for bodies
	 * @param threads the threads that wait for bodies
	 */
	public RequestBodies(HandlerLimits limits, Deadlines deadlines, WaitingThreads threads) {
		this.maxSize = limits.maxBodySize();
		this.waits = new BodyWaits(limits, deadlines, threads);
		this.waitsForUnwanted = new BodyWaits(UNWANTED, deadlines, threads);
	}

	/**
	 * Limit the body of a request. That of a request that another servlet answers, and
	 * for which it includes the handler, is read by that servlet; a page for an error is
	 * written without it.
	 * @param request the request
	 * @return the request with its body limited, or the same if it has none, or if its
	 * body is limited already or is not for the handler
	 */
	public HttpServletRequest limit(HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		if (type == DispatcherType.INCLUDE || type == DispatcherType.ERROR || !mayHaveBody(request)
				|| find(request) != null) {
			return request;
		}
		return new LimitedRequest(request, new LimitedBody(request, this.maxSize, this.waits));
	}

	/**
	 * Refuse a body that is too large by what the client announces.
	 * @param request the request
	 * @throws Refusal if it is
	 */
	public void checkSize(HttpServletRequest request) {
		LimitedBody.checkSize(request.getContentLengthLong(), this.maxSize);
	}

	/**
	 * Return whether there may be a body (RFC 9112 section 6.3). In HTTP/2 it need not be
	 * announced (RFC 9113 section 8.1).
	 */
	private static boolean mayHaveBody(HttpServletRequest request) {
		long length = request.getContentLengthLong();
		if (length != -1) {
			return length > 0;
		}
		return isChunked(request) || !isHttp1(request) || !isUsuallyWithoutBody(request.getMethod())
				|| request.getHeader(COMPRESSED_LENGTH) != null;
	}

	/**
	 * Return whether there may be something of the body that the web server would wait
	 * for.
	 */
	private static boolean mayHaveRest(HttpServletRequest request) {
		return request.getContentLengthLong() != -1 || isChunked(request)
				|| (!isHttp1(request) && !isUsuallyWithoutBody(request.getMethod()));
	}

	private static boolean isChunked(HttpServletRequest request) {
		return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private static boolean isHttp1(HttpServletRequest request) {
		return request.getProtocol().startsWith("HTTP/1.");
	}

	private static boolean isUsuallyWithoutBody(String method) {
		return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
	}

	private static @Nullable LimitedRequest find(HttpServletRequest request) {
		return WebUtils.getNativeRequest(request, LimitedRequest.class);
	}

	/**
	 * Discard the rest of the body of a request that has been answered, within limits:
	 * the web server would wait for it without any.
	 * @param request the request, as {@link #limit} has returned it
	 * @param response the response, which is flushed if there is a rest
	 * @throws IOException if the response cannot be flushed
	 */
	public void discardRest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!(request instanceof LimitedRequest limited) || request.isAsyncStarted() || !mayHaveRest(request)) {
			return;
		}
		LimitedBody body = limited.body();
		if (!body.isThere()) {
			response.flushBuffer();
			if (body.hasFailed() || !isComing(request, body.source())
					|| !discard((HttpServletRequest) limited.getRequest())) {
				body.source().abandon();
			}
		}
	}

	private static boolean isComing(HttpServletRequest request, BodySource source) {
		return request.getHeader(HttpHeaders.EXPECT) == null || source.received() > 0 || source.isAlwaysAskedFor();
	}

	private boolean discard(HttpServletRequest request) {
		LimitedBody rest = new LimitedBody(request, UNWANTED.maxBodySize(), this.waitsForUnwanted);
		byte[] chunk = new byte[CHUNK_SIZE];
		try {
			while (rest.read(chunk) != -1) {
				// the next one
			}
			return true;
		}
		catch (IOException | Refusal | IllegalStateException ex) {
			logger.debug("The rest of a body is left", ex);
			return false;
		}
	}

}
