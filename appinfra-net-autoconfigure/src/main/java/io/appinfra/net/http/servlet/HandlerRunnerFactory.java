package io.appinfra.net.http.servlet;

import java.util.List;
import java.util.Set;

import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.error.HandlerFailures;
import io.appinfra.net.http.error.ProblemWriter;
import io.appinfra.net.http.limits.AsyncTimeouts;
import io.appinfra.net.http.limits.ConcurrencyLimit;
import io.appinfra.net.http.limits.Deadlines;
import io.appinfra.net.http.limits.HandlerLimits;
import io.appinfra.net.http.limits.RequestBodies;
import io.appinfra.net.http.limits.TimeLimit;
import io.appinfra.net.http.registration.HandlerDefinition;
import io.appinfra.net.http.registration.RegisteredHandlers;

/**
 * Creates what runs the handlers, with all that is around them.
 */
class HandlerRunnerFactory {

	private final RegisteredHandlers handlers;

	private final HandlerSupport support;

	private final Deadlines deadlines;

	HandlerRunnerFactory(RegisteredHandlers handlers, HandlerSupport support, Deadlines deadlines) {
		this.handlers = handlers;
		this.support = support;
		this.deadlines = deadlines;
	}

	HandlerRunner create(HandlerDefinition definition) {
		HandlerLimits limits = definition.limits();
		List<HttpMessageConverter<?>> messageConverters = this.support.converters().get();
		HandlerFailures failures = new HandlerFailures(definition.name(),
				new ProblemWriter(messageConverters, this.support.messages()));
		HandlerFunction<ServerResponse> call = this.handlers.function(definition);
		HandlerInvoker invoker = new HandlerInvoker(timeLimit(this.handlers.filters().around(call), limits),
				messageConverters, new AsyncTimeouts(limits.timeout(), this.support.asyncTimeout()), failures,
				this.support.streams(), this.support.beforeAnswer());
		return new HandlerRunner(new RequestLog(definition.name()), Set.copyOf(this.handlers.methods(definition)),
				new RequestBodies(limits, this.deadlines, this.support.waitingThreads()), ConcurrencyLimit.of(limits),
				invoker, failures, this.support.localeResolver());
	}

	private HandlerFunction<ServerResponse> timeLimit(HandlerFunction<ServerResponse> function, HandlerLimits limits) {
		return (limits.timeout() != null) ? new TimeLimit(function, limits.timeout(), this.deadlines) : function;
	}

}
