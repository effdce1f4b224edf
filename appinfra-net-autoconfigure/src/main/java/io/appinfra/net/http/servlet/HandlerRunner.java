package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.Set;

import io.appinfra.net.http.error.HandlerFailures;
import io.appinfra.net.http.error.Refusal;
import io.appinfra.net.http.error.RequestObservation;
import io.appinfra.net.http.limits.ConcurrencyLimit;
import io.appinfra.net.http.limits.LimitedRequest;
import io.appinfra.net.http.limits.RequestBodies;
import io.appinfra.net.http.routing.RouteMatch;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Runs a handler for a request that the router has a match for, within the limits of the
 * handler.
 */
class HandlerRunner {

	private final RequestLog log;

	private final Set<String> methods;

	private final RequestBodies bodies;

	private final @Nullable ConcurrencyLimit concurrency;

	private final HandlerInvoker invoker;

	private final HandlerFailures failures;

	private final RequestObservation observation;

	private final RequestContexts contexts;

	HandlerRunner(RequestLog log, Set<String> methods, RequestBodies bodies, @Nullable ConcurrencyLimit concurrency,
			HandlerInvoker invoker, HandlerFailures failures, RequestObservation observation,
			RequestContexts contexts) {
		this.log = log;
		this.methods = methods;
		this.bodies = bodies;
		this.concurrency = concurrency;
		this.invoker = invoker;
		this.failures = failures;
		this.observation = observation;
		this.contexts = contexts;
	}

	void run(RouteMatch<?> match, HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestPath outerPath = (RequestPath) request.getAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE);
		expose(match, request);
		this.log.received(request);
		try {
			dispatch(request, response);
		}
		finally {
			this.log.answered(request, response);
			ServletRequestPathUtils.setParsedRequestPath(outerPath, request);
		}
	}

	private void dispatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpServletRequest bounded = this.bodies.bound(request);
		this.contexts.with(bounded, response, () -> answer(bounded, response));
		this.bodies.discardRest(bounded, response);
	}

	private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getDispatcherType() == DispatcherType.ASYNC) {
			this.invoker.resume(request, response);
		}
		else {
			begin(request, response);
		}
	}

	private void expose(RouteMatch<?> match, HttpServletRequest request) {
		ServletRequestPathUtils.setParsedRequestPath(match.path(), request);
		request.setAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, match.pattern());
		request.setAttribute(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.variables());
		request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, match.pattern().getPatternString());
		request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.variables());
		this.observation.pattern(request, match.pattern());
	}

	private void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
		try {
			if (request instanceof LimitedRequest && this.methods.contains(request.getMethod())) {
				this.bodies.checkSize(request);
			}
		}
		catch (Refusal ex) {
			this.failures.handle(ex, null, request, response);
			return;
		}
		call(request, response);
	}

	private void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (this.concurrency == null) {
			this.invoker.call(request, response);
		}
		else if (!this.concurrency.tryEnter()) {
			this.failures.handle(Refusal.tooManyRequests(), null, request, response);
		}
		else {
			try {
				this.invoker.call(request, response);
			}
			finally {
				this.concurrency.leave(request);
			}
		}
	}

}
