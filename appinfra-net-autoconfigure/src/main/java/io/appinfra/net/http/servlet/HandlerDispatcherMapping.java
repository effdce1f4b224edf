package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import io.appinfra.net.http.routing.RouteMatch;
import io.appinfra.net.http.routing.Router;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Has {@code DispatcherServlet} serve handlers, before all else. MockMvc knows no other
 * servlet.
 */
class HandlerDispatcherMapping extends AbstractHandlerMapping {

	private final Router<Supplier<HandlerRunner>> router;

	HandlerDispatcherMapping(Router<Supplier<HandlerRunner>> router) {
		this.router = router;
		setOrder(Ordered.HIGHEST_PRECEDENCE);
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		RouteMatch<Supplier<HandlerRunner>> match = this.router.match(request.getRequestURI(),
				request.getContextPath());
		return (match != null) ? new Call(match) : null;
	}

	/**
	 * Runs the handler of one request.
	 */
	private record Call(RouteMatch<Supplier<HandlerRunner>> match) implements HttpRequestHandler {

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
			this.match.target().get().run(this.match, request, response);
		}

	}

}
