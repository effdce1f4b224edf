package io.appinfra.net.http;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Runs a handler for a request that the router has a match for, within the limits of the
 * handler.
 */
class HandlerRunner {

	private final Set<String> methods;

	private final RequestBodies bodies;

	private final @Nullable ConcurrencyLimit concurrency;

	private final HandlerAnswers answers;

	private final HandlerFailures failures;

	private final RequestObservation observation;

	private final PersistentConnections connections;

	HandlerRunner(Set<String> methods, RequestBodies bodies, @Nullable ConcurrencyLimit concurrency,
			HandlerAnswers answers, HandlerFailures failures, RequestObservation observation,
			PersistentConnections connections) {
		this.methods = methods;
		this.bodies = bodies;
		this.concurrency = concurrency;
		this.answers = answers;
		this.failures = failures;
		this.observation = observation;
		this.connections = connections;
	}

	void run(RouteMatch match, HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestPath outerPath = (RequestPath) request.getAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE);
		expose(match, request);
		try {
			dispatch(request, response);
		}
		finally {
			ServletRequestPathUtils.setParsedRequestPath(outerPath, request);
		}
	}

	private void dispatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.connections.tell(request, response);
		if (request.getDispatcherType() != DispatcherType.ASYNC) {
			begin(request, response);
			return;
		}
		BodyReception reception = BodyReception.takeFrom(request);
		if (reception != null) {
			resume(reception, request, response);
		}
		else {
			this.answers.resume(request, response);
		}
	}

	private void expose(RouteMatch match, HttpServletRequest request) {
		ServletRequestPathUtils.setParsedRequestPath(match.path(), request);
		request.setAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, match.pattern());
		request.setAttribute(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.variables());
		this.observation.pattern(request, match.pattern());
	}

	private void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!this.methods.contains(request.getMethod())) {
			call(request, response);
			this.bodies.discard(request, response);
			return;
		}
		HttpServletRequest complete;
		try {
			complete = this.bodies.open(request, response, (refusal) -> refuse(refusal, request, response));
		}
		catch (Refusal ex) {
			this.failures.handle(ex, null, request, response);
			this.bodies.discard(request, response);
			return;
		}
		if (complete != null) {
			call(complete, response);
		}
	}

	private void resume(BodyReception reception, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Throwable failure = reception.failure();
		if (failure != null) {
			refuse(ClientGone.isCauseOf(failure) ? Refusal.bodyIncomplete() : failure, request, response);
			throw BrokenOff.because(failure, request, response);
		}
		HttpServletRequest complete;
		try {
			complete = reception.sink().addTo(request);
		}
		catch (Refusal ex) {
			this.failures.handle(ex, null, request, response);
			return;
		}
		if (complete != null) {
			call(complete, response);
		}
	}

	/**
	 * Answer a request at once, while its body has not arrived.
	 */
	private void refuse(Throwable refusal, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		if (!response.isCommitted()) {
			this.failures.handle(refusal, null, request, response);
			response.flushBuffer();
		}
	}

	private void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (this.concurrency == null) {
			this.answers.call(request, response);
		}
		else if (!this.concurrency.tryEnter()) {
			this.failures.handle(Refusal.tooManyRequests(), null, request, response);
		}
		else {
			try {
				this.answers.call(request, response);
			}
			finally {
				this.concurrency.leave(request);
			}
		}
	}

}
