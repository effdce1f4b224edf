package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.http.routing.Router;

/**
 * The servlet of one handler. A servlet mapping can cover the paths of several handlers,
 * so that each of these servlets passes a request on to the handler that the router
 * names, and to the servlet of others that has the path where no handler has it.
 */
class HandlerServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private static final Log logger = LogFactory.getLog(HandlerServlet.class);

	private final transient Supplier<HandlerRunner> runner;

	private final transient Router<Supplier<HandlerRunner>> router;

	private final transient OtherServlets others;

	HandlerServlet(Supplier<HandlerRunner> runner, Router<Supplier<HandlerRunner>> router, OtherServlets others) {
		this.runner = runner;
		this.router = router;
		this.others = others;
	}

	@Override
	public void init() {
		this.runner.get();
		this.others.keepFilters(getServletContext());
	}

	@Override
	public void service(ServletRequest servletRequest, ServletResponse servletResponse)
			throws ServletException, IOException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		Router.Match<Supplier<HandlerRunner>> match;
		try {
			match = match(this.router, request);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("The path cannot be decoded", ex);
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			return;
		}
		if (match != null) {
			match.target().get().run(match, request, response);
		}
		else {
			this.others.serve(request, response);
		}
	}

	/**
	 * Find what serves a request. The error page of the application and what a page
	 * includes are not for a pattern that only happens to match with a variable.
	 * @throws IllegalArgumentException if the path cannot be decoded
	 */
	static <T> Router.@Nullable Match<T> match(Router<T> router, HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		if (type == DispatcherType.ERROR) {
			return router.matchLiteral(request.getRequestURI(), request.getContextPath());
		}
		if (type == DispatcherType.INCLUDE) {
			return router.matchLiteral((String) request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI),
					(String) request.getAttribute(RequestDispatcher.INCLUDE_CONTEXT_PATH));
		}
		return router.match(request.getRequestURI(), request.getContextPath());
	}

}
