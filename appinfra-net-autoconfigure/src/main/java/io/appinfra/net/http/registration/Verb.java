package io.appinfra.net.http.registration;

import io.appinfra.net.http.RequestHandler;

import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * An HTTP method (RFC 9110 section 9) that a {@link RequestHandler} can answer, in the
 * order of the {@code Allow} header.
 */
enum Verb {

	GET("doGet") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doGet(request);
		}
	},

	HEAD("doHead") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doHead(request);
		}
	},

	POST("doPost") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doPost(request);
		}
	},

	PUT("doPut") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doPut(request);
		}
	},

	PATCH("doPatch") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doPatch(request);
		}
	},

	DELETE("doDelete") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doDelete(request);
		}
	},

	OPTIONS("doOptions") {
		@Override
		ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception {
			return handler.doOptions(request);
		}
	};

	private final String methodName;

	Verb(String methodName) {
		this.methodName = methodName;
	}

	abstract ServerResponse call(RequestHandler handler, ServerRequest request) throws Exception;

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
