package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.server.RequestPath;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.util.ServletRequestPathUtils;

import io.appinfra.net.http.error.HandlerFailures;
import io.appinfra.net.http.error.Refusal;
import io.appinfra.net.http.limits.ConcurrencyLimit;
import io.appinfra.net.http.limits.LimitedRequest;
import io.appinfra.net.http.limits.RequestBodies;
import io.appinfra.net.http.routing.Router;

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

	private final Supplier<@Nullable LocaleResolver> localeResolver;

	HandlerRunner(RequestLog log, Set<String> methods, RequestBodies bodies, @Nullable ConcurrencyLimit concurrency,
			HandlerInvoker invoker, HandlerFailures failures, Supplier<@Nullable LocaleResolver> localeResolver) {
		this.log = log;
		this.methods = methods;
		this.bodies = bodies;
		this.concurrency = concurrency;
		this.invoker = invoker;
		this.failures = failures;
		this.localeResolver = localeResolver;
	}

	void run(Router.Match<?> match, HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestPath outerPath = (RequestPath) request.getAttribute(ServletRequestPathUtils.PATH_ATTRIBUTE);
		expose(match, request);
		if (RequestLog.logger.isDebugEnabled()) {
			this.log.received(request);
		}
		try {
			HttpServletRequest limited = this.bodies.limit(request);
			answerInContext(limited, response);
			this.bodies.discardRest(limited, response);
		}
		finally {
			if (RequestLog.logger.isDebugEnabled()) {
				this.log.answered(request, response);
			}
			ServletRequestPathUtils.setParsedRequestPath(outerPath, request);
		}
	}

	private void expose(Router.Match<?> match, HttpServletRequest request) {
		ServletRequestPathUtils.setParsedRequestPath(match.path(), request);
		request.setAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE, match.pattern());
		request.setAttribute(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.variables());
		request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, match.pattern().getPatternString());
		request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, match.variables());
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((observation) -> observation.setPathPattern(match.pattern().getPatternString()));
	}

	/**
	 * Answer a request with it and its locale bound to this thread, as
	 * {@link DispatcherServlet} does it for controllers. A filter of Spring has bound the
	 * request before, but without what later filters have wrapped around it, such as the
	 * user and the roles of Spring Security, and without the locale of the application.
	 */
	private void answerInContext(HttpServletRequest request, HttpServletResponse response) throws IOException {
		LocaleContext outerLocale = LocaleContextHolder.getLocaleContext();
		RequestAttributes outerAttributes = RequestContextHolder.getRequestAttributes();
		ServletRequestAttributes attributes = new ServletRequestAttributes(request, response);
		LocaleContextHolder.setLocaleContext(localeContext(request));
		RequestContextHolder.setRequestAttributes(attributes);
		try {
			answer(request, response);
		}
		finally {
			LocaleContextHolder.setLocaleContext(outerLocale);
			RequestContextHolder.setRequestAttributes(outerAttributes);
			attributes.requestCompleted();
		}
	}

	private LocaleContext localeContext(HttpServletRequest request) {
		LocaleResolver resolver = this.localeResolver.get();
		if (resolver == null) {
			return request::getLocale;
		}
		request.setAttribute(DispatcherServlet.LOCALE_RESOLVER_ATTRIBUTE, resolver);
		return (resolver instanceof LocaleContextResolver contextResolver)
				? contextResolver.resolveLocaleContext(request) : () -> resolver.resolveLocale(request);
	}

	private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getDispatcherType() == DispatcherType.ASYNC) {
			this.invoker.resume(request, response);
		}
		else {
			begin(request, response);
		}
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
