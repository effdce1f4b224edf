package io.appinfra.net.http;

import java.io.IOException;
import java.nio.file.Path;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Sees to it that a handler gets a request with a body only once the body is there: a
 * client that sends slowly holds up no thread (but where a filter needs the answer before
 * the thread returns).
 */
final class RequestBodies {

	private final HandlerLimits limits;

	private final Deadlines deadlines;

	private final Path directory;

	private final @Nullable Multipart multipart;

	RequestBodies(HandlerLimits limits, Deadlines deadlines, Path directory,
			@Nullable MultipartConfigElement multipartConfig) {
		this.limits = limits;
		this.deadlines = deadlines;
		this.directory = directory;
		this.multipart = (multipartConfig != null) ? new Multipart(multipartConfig, directory) : null;
	}

	/**
	 * Return the request with its body, or {@code null} if the body has yet to arrive and
	 * the container is going to dispatch the request again.
	 * @param refusal takes why a body is refused that is still being received
	 * @throws Refusal if the body is larger than allowed
	 */
	@Nullable HttpServletRequest open(HttpServletRequest request, HttpServletResponse response, RequestRefusal refusal)
			throws IOException {
		if (!isForHandler(request) || !mayHaveBody(request)) {
			return request;
		}
		String boundary = (this.multipart != null) ? Multipart.boundary(request) : null;
		HandlerLimits limits = (boundary != null) ? this.multipart.narrow(this.limits) : this.limits;
		long length = request.getContentLengthLong();
		if (!limits.allowsBodyOf(length)) {
			throw Refusal.bodyTooLarge(limits.maxBodySize());
		}
		ServletInputStream input = input(request);
		if (input == null) {
			return request;
		}
		HttpServletRequest opened = (boundary != null) ? openParts(request, response, input, limits)
				: openBody(request, response, input);
		if (opened == null) {
			receive(request, response,
					(boundary != null) ? new CollectedParts(limits, length, boundary, this.multipart, refusal)
							: collected(request, refusal));
		}
		return opened;
	}

	private static @Nullable HttpServletRequest openParts(HttpServletRequest request, HttpServletResponse response,
			ServletInputStream input, HandlerLimits limits) {
		boolean ready = input.isFinished() || !ResponseWrappers.outliveDispatch(response);
		return ready ? new LimitedParts(request, limits) : null;
	}

	private @Nullable HttpServletRequest openBody(HttpServletRequest request, HttpServletResponse response,
			ServletInputStream input) throws IOException {
		long length = request.getContentLengthLong();
		if (input.isFinished() || (length != -1 && input.available() >= length)) {
			return new BodyRequest(request, input);
		}
		return ResponseWrappers.outliveDispatch(response) ? null
				: new BodyRequest(request, new LimitedBody(input, this.limits));
	}

	private BodySink collected(HttpServletRequest request, RequestRefusal refusal) {
		BodyBuffer buffer = new BodyBuffer(this.directory);
		return BodyRequest.isForm(request) ? new CollectedForm(this.limits, buffer, refusal, request)
				: new CollectedBody(this.limits, request.getContentLengthLong(), buffer, refusal);
	}

	/**
	 * Return whether the handler is to have the body. What includes the handler in its
	 * answer has it for itself and goes on when the handler returns; an error is told
	 * without it.
	 */
	private static boolean isForHandler(HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		return type != DispatcherType.INCLUDE && type != DispatcherType.ERROR;
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

	private static @Nullable ServletInputStream input(HttpServletRequest request) throws IOException {
		try {
			return request.getInputStream();
		}
		catch (IllegalStateException filterHasReader) {
			return null;
		}
	}

	private void receive(HttpServletRequest request, HttpServletResponse response, BodySink body) throws IOException {
		RequestUser.keep(request, response);
		BodyReception reception = new BodyReception(request, response, this.deadlines, body);
		if (this.limits.readTimeout() != null) {
			reception.endAfter(this.limits.readTimeout(), () -> Refusal.bodyTooSlow(this.limits.readTimeout()));
		}
		reception.start();
	}

	/**
	 * Discard the body of a request that was answered without it, without a thread that
	 * waits for it. The answer is sent first: Jetty asks for a body as soon as somebody
	 * looks for it, unless it has answered.
	 */
	void discard(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!isForHandler(request) || !mayHaveBody(request) || request.isAsyncStarted()) {
			return;
		}
		response.flushBuffer();
		long length = request.getContentLengthLong();
		ServletInputStream input = input(request);
		if (input != null && !input.isFinished() && (length == -1 || input.available() < length)) {
			BodyReception reception = new BodyReception(request, response, this.deadlines, new DiscardedBody());
			DiscardedBody.endInTime(reception);
			reception.start();
		}
	}

}
