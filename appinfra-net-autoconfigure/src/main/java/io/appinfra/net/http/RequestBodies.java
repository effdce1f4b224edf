package io.appinfra.net.http;

import java.io.IOException;
import java.nio.file.Path;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * Sees to it that a handler gets a request with a body only once the body is there: a
 * client that sends slowly holds up no thread (but for a multipart body, which only the
 * container can read).
 */
final class RequestBodies {

	private final HandlerLimits limits;

	private final Deadlines deadlines;

	private final Path directory;

	RequestBodies(HandlerLimits limits, Deadlines deadlines, Path directory) {
		this.limits = limits;
		this.deadlines = deadlines;
		this.directory = directory;
	}

	/**
	 * Return the request with its body, or {@code null} if the body has yet to arrive and
	 * the container is going to dispatch the request again.
	 * @param refusal takes why a body is refused that is still being received
	 * @throws Refusal if the body is larger than allowed
	 */
	@Nullable HttpServletRequest open(HttpServletRequest request, HttpServletResponse response, RequestRefusal refusal)
			throws IOException {
		if (!mayHaveBody(request)) {
			return request;
		}
		long length = request.getContentLengthLong();
		if (!this.limits.allowsBodyOf(length)) {
			throw Refusal.bodyTooLarge(this.limits.maxBodySize());
		}
		if (isMultipart(request)) {
			return new LimitedParts(request, this.limits);
		}
		ServletInputStream input = input(request);
		if (input == null) {
			return request;
		}
		if (input.isFinished() || (length != -1 && input.available() >= length)) {
			return new BodyRequest(request, input);
		}
		receive(request, response, refusal);
		return null;
	}

	/**
	 * Return whether there may be a body (RFC 9112 section 6.3, RFC 9113 section 8.1). In
	 * HTTP/2 it is not announced.
	 */
	private static boolean mayHaveBody(HttpServletRequest request) {
		long length = request.getContentLengthLong();
		if (length != -1) {
			return length > 0;
		}
		return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
				|| (!request.getProtocol().startsWith("HTTP/1.") && !isUsuallyWithoutBody(request.getMethod()));
	}

	private static boolean isUsuallyWithoutBody(String method) {
		return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
	}

	private static boolean isMultipart(HttpServletRequest request) {
		return StringUtils.startsWithIgnoreCase(request.getContentType(), "multipart/");
	}

	private static @Nullable ServletInputStream input(HttpServletRequest request) throws IOException {
		try {
			return request.getInputStream();
		}
		catch (IllegalStateException filterHasReader) {
			return null;
		}
	}

	private void receive(HttpServletRequest request, HttpServletResponse response, RequestRefusal refusal)
			throws IOException {
		CollectedBody body = new CollectedBody(this.limits, request.getContentLengthLong(),
				new BodyBuffer(this.directory), refusal);
		BodyReception reception = new BodyReception(request, response, this.deadlines, body);
		if (this.limits.readTimeout() != null) {
			reception.endAfter(this.limits.readTimeout(), () -> Refusal.bodyTooSlow(this.limits.readTimeout()));
		}
		reception.start();
	}

	/**
	 * Discard the body of a request that was answered without it, without a thread that
	 * waits for it.
	 */
	void discard(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!mayHaveBody(request) || request.isAsyncStarted()) {
			return;
		}
		long length = request.getContentLengthLong();
		ServletInputStream input = input(request);
		if (input != null && !input.isFinished() && (length == -1 || input.available() < length)) {
			response.flushBuffer();
			BodyReception reception = new BodyReception(request, response, this.deadlines, new DiscardedBody());
			DiscardedBody.endInTime(reception);
			reception.start();
		}
	}

}
