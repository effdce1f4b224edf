package io.appinfra.net.http.registration;

import java.util.function.Function;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;

/**
 * An HTTP method (RFC 9110 section 9) that a {@link RequestHandler} can answer, in the
 * order of the {@code Allow} header.
 */
enum Verb {

	GET("doGet", (handler) -> handler::doGet),

	HEAD("doHead", (handler) -> handler::doHead),

	POST("doPost", (handler) -> handler::doPost),

	PUT("doPut", (handler) -> handler::doPut),

	PATCH("doPatch", (handler) -> handler::doPatch),

	DELETE("doDelete", (handler) -> handler::doDelete),

	OPTIONS("doOptions", (handler) -> handler::doOptions);

	private final String methodName;

	private final Function<RequestHandler, HandlerFunction<ServerResponse>> method;

	Verb(String methodName, Function<RequestHandler, HandlerFunction<ServerResponse>> method) {
		this.methodName = methodName;
		this.method = method;
	}

	/**
	 * Return the method of a handler that answers.
	 */
	HandlerFunction<ServerResponse> of(RequestHandler handler) {
		return this.method.apply(handler);
	}

	String methodName() {
		return this.methodName;
	}

	boolean isOverriddenIn(Class<?> handlerType) {
		try {
			return handlerType.getMethod(this.methodName, ServerRequest.class)
				.getDeclaringClass() != RequestHandler.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalArgumentException(handlerType + " is no " + RequestHandler.class.getSimpleName(), ex);
		}
	}

}
