package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import io.appinfra.net.http.routing.RouteMatch;
import io.appinfra.net.http.routing.Router;
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

/**
 * The servlet of one handler. A servlet mapping can cover the paths of several handlers,
 * so that each of these servlets passes a request on to the handler that the router
 * names, and to the {@code DispatcherServlet} where no handler has the path.
 */
class HandlerServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private static final Log logger = LogFactory.getLog(HandlerServlet.class);

	private final transient Supplier<HandlerRunner> runner;

	private final transient Router<Supplier<HandlerRunner>> router;

	private boolean lostClientResponseNeeded;

	HandlerServlet(Supplier<HandlerRunner> runner, Router<Supplier<HandlerRunner>> router) {
		this.runner = runner;
		this.router = router;
	}

	@Override
	public void init() {
		this.runner.get();
		DispatcherServletFilters.keep(getServletContext());
		this.lostClientResponseNeeded = LostClientResponse.isNeeded(getServletContext());
	}

	@Override
	public void service(ServletRequest servletRequest, ServletResponse servletResponse)
			throws ServletException, IOException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		RouteMatch<Supplier<HandlerRunner>> match;
		try {
			match = match(request);
		}
		catch (IllegalArgumentException ex) {
			logger.debug("The path cannot be decoded", ex);
			response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
			return;
		}
		if (match != null) {
			match.target().get().run(match, request, endWithClient(request, response));
		}
		else {
			DispatcherServletFallback.serve(request, response);
		}
	}

	private HttpServletResponse endWithClient(HttpServletRequest request, HttpServletResponse response) {
		return this.lostClientResponseNeeded ? new LostClientResponse(request, response) : response;
	}

	/**
	 * Find the handler. The error page of the application and what a page includes are
	 * not for a handler that only happens to match with a variable.
	 */
	private @Nullable RouteMatch<Supplier<HandlerRunner>> match(HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		if (type == DispatcherType.ERROR) {
			return this.router.matchLiteral(request.getRequestURI(), request.getContextPath());
		}
		if (type == DispatcherType.INCLUDE) {
			return this.router.matchLiteral((String) request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI),
					(String) request.getAttribute(RequestDispatcher.INCLUDE_CONTEXT_PATH));
		}
		return this.router.match(request.getRequestURI(), request.getContextPath());
	}

}
