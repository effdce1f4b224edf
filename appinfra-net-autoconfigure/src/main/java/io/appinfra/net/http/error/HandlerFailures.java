package io.appinfra.net.http.error;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Answers what a handler threw: with the whole truth in the log, and a problem detail for
 * the client (RFC 9457). Safe for use by many threads.
 */
public class HandlerFailures {

	private static final Log logger = LogFactory.getLog(HandlerFailures.class);

	private final String name;

	private final ProblemWriter problems;

	/**
	 * Create what answers the failures of one handler.
	 * @param name the name of its bean
	 * @param problems writes problem details
	 */
	public HandlerFailures(String name, ProblemWriter problems) {
		this.name = name;
		this.problems = problems;
	}

	/**
	 * Answer a request whose handler has failed, and log the failure. A client that is
	 * gone gets no answer; the connection of one that has a part of an answer is ended.
	 * @param thrown what was thrown
	 * @param answer the answer of the handler, or {@code null} if there was none
	 * @param request the request
	 * @param response the response
	 * @throws IOException if the container is to end the connection
	 * @throws RuntimeException what was thrown, if Spring Security is to answer it
	 */
	public void handle(Throwable thrown, @Nullable ServerResponse answer, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		Throwable failure = unwrap(thrown);
		if (ClientGone.isCauseOf(failure)) {
			logger.debug(describe("has lost its client", request), failure);
			return;
		}
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((observation) -> observation.setError(failure));
		if (response.isCommitted()) {
			breakOff(failure, request, response);
		}
		else {
			SecurityFailure.rethrow(failure);
			answer(failure, answer, request, response);
		}
	}

	/**
	 * Unwrap what {@link ServerResponse#writeTo} wraps because it cannot declare it.
	 */
	private static Throwable unwrap(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return (thrown.getClass() == ServletException.class && cause != null) ? cause : thrown;
	}

	/**
	 * End the connection, so that the client does not take the part that it got for the
	 * whole (RFC 9112 section 8).
	 */
	private void breakOff(Throwable failure, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		if (!(failure instanceof AsyncRequestTimeoutException)) {
			logger.error(describe("failed after the response had begun", request), failure);
			request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, failure);
			throw BrokenOff.because(failure, request, response);
		}
		logger.debug(describe("timed out after the response had begun", request), failure);
		if (!isEventStream(response)) {
			throw BrokenOff.because(failure, request, response);
		}
	}

	private static boolean isEventStream(HttpServletResponse response) {
		String contentType = response.getContentType();
		return contentType != null && contentType.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

	private void answer(Throwable failure, @Nullable ServerResponse answer, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		ErrorResponse error = ErrorResponses.of(failure, request);
		if (error.getStatusCode().isSameCodeAs(HttpStatus.INTERNAL_SERVER_ERROR)) {
			logger.error(describe("failed", request), failure);
		}
		else if (failure instanceof Refusal refusal && refusal.isTimeoutOfHandler()) {
			logger.warn(describe("was interrupted, its answer took too long", request));
		}
		else {
			logger.debug(describe("answers " + error.getStatusCode(), request), failure);
		}
		writeProblem(error, answer, request, response);
	}

	private void writeProblem(ErrorResponse error, @Nullable ServerResponse answer, HttpServletRequest request,
			HttpServletResponse response) {
		try {
			this.problems.write(error, answer, response);
		}
		catch (IOException ex) {
			logger.debug(describe("has lost its client", request), ex);
		}
	}

	private String describe(String event, HttpServletRequest request) {
		String traceId = TraceId.current();
		return "Handler '%s' %s: %s %s%s".formatted(this.name, event, request.getMethod(), request.getRequestURI(),
				(traceId != null) ? ", trace id " + traceId : "");
	}

}
