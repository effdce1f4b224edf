package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

import io.appinfra.net.http.routing.Router;

/**
 * Has {@code DispatcherServlet} serve a handler where the container has not found its
 * servlet: a filter has given the request another path, or there is no container, as in
 * MockMvc.
 */
class HandlerDispatcherMapping extends AbstractHandlerMapping {

	private final Router<Supplier<HandlerRunner>> router;

	HandlerDispatcherMapping(Router<Supplier<HandlerRunner>> router) {
		this.router = router;
		setOrder(Ordered.HIGHEST_PRECEDENCE);
	}

	@Override
	protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
		Router.Match<Supplier<HandlerRunner>> match = HandlerServlet.match(this.router, request);
		return (match != null) ? new Call(match) : null;
	}

	/**
	 * Add no interceptors: those of the application are not around the servlet of a
	 * handler either.
	 */
	@Override
	protected void detectMappedInterceptors(List<HandlerInterceptor> mappedInterceptors) {
	}

	/**
	 * Leave a preflight request to the handler, as its servlet does.
	 */
	@Override
	protected HandlerExecutionChain getCorsHandlerExecutionChain(HttpServletRequest request,
			HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
		return chain;
	}

	/**
	 * Runs the handler of one request.
	 */
	private record Call(Router.Match<Supplier<HandlerRunner>> match) implements HttpRequestHandler {

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
			this.match.target().get().run(this.match, request, response);
		}

	}

}
