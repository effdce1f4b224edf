package io.appinfra.net.http.registration;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;

/**
 * Handlers that answer with a response.
 */
class RequestHandlerKind implements HandlerKind {

	@Override
	public Class<?> type() {
		return RequestHandler.class;
	}

	@Override
	public boolean mayHaveNoPath(ListableBeanFactory beanFactory) {
		return false;
	}

	@Override
	public List<String> methods(Object handler) {
		return SupportedMethods.of((RequestHandler) handler).names();
	}

	@Override
	public HandlerFunction<ServerResponse> function(String name, Object handler) {
		return new HandlerCall(name, (RequestHandler) handler);
	}

}
