package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.servlet.LocaleResolver;

/**
 * Binds a request to the thread of its handler, as {@link DispatcherServlet} does for
 * controllers. A filter of Spring has bound it before, without what later filters have
 * wrapped around it, such as the user and the roles of Spring Security, and without the
 * locale of the application. Safe for use by many threads.
 */
public final class RequestContexts {

	private final Supplier<@Nullable LocaleResolver> localeResolver;

	/**
	 * Create what binds requests.
	 * @param localeResolver the resolver of the application, or {@code null} if a request
	 * says its locale itself
	 */
	public RequestContexts(Supplier<@Nullable LocaleResolver> localeResolver) {
		this.localeResolver = localeResolver;
	}

	/**
	 * Do something with a request that is bound to this thread.
	 */
	void with(HttpServletRequest request, HttpServletResponse response, Action action) throws IOException {
		LocaleContext outerLocale = LocaleContextHolder.getLocaleContext();
		RequestAttributes outerAttributes = RequestContextHolder.getRequestAttributes();
		ServletRequestAttributes attributes = new ServletRequestAttributes(request, response);
		LocaleContextHolder.setLocaleContext(localeContext(request));
		RequestContextHolder.setRequestAttributes(attributes);
		try {
			action.run();
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

	/**
	 * What is done with a request.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws IOException;

	}

}
