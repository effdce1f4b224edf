package io.appinfra.net.http;

import java.io.IOException;

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

	private final Router router;

	HandlerDispatcherMapping(Router router) {
		this.router = router;
		setOrder(Ordered.HIGHEST_PRECEDENCE);
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		RouteMatch match = this.router.match(request.getRequestURI(), request.getContextPath());
		return (match != null) ? new Call(match) : null;
	}

	/**
	 * Runs the handler of one request.
	 */
	private record Call(RouteMatch match) implements HttpRequestHandler {

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
			this.match.runner().get().run(this.match, request, response);
		}

	}

}
