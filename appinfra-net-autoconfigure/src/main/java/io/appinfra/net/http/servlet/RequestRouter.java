package io.appinfra.net.http.servlet;

import java.util.function.Supplier;

import io.appinfra.net.http.routing.RouteMatch;
import io.appinfra.net.http.routing.Router;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a request.
 */
final class RequestRouter {

	private final Router<Supplier<HandlerRunner>> router;

	RequestRouter(Router<Supplier<HandlerRunner>> router) {
		this.router = router;
	}

	/**
	 * Find the handler. The error page of the application and what a page includes are
	 * not for a handler that only happens to match with a variable.
	 * @throws IllegalArgumentException if the path cannot be decoded
	 */
	@Nullable RouteMatch<Supplier<HandlerRunner>> match(HttpServletRequest request) {
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
