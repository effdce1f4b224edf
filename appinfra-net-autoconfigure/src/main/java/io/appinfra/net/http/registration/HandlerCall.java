package io.appinfra.net.http.registration;

import io.appinfra.net.HandlerException;
import io.appinfra.net.http.RequestHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Calls the method of a handler that answers the HTTP method of the request.
 */
class HandlerCall implements HandlerFunction<ServerResponse> {

	private final String name;

	private final RequestHandler handler;

	private final SupportedMethods methods;

	private final String allow;

	HandlerCall(String name, RequestHandler handler) {
		this.name = name;
		this.handler = handler;
		this.methods = SupportedMethods.of(handler);
		this.allow = StringUtils.collectionToDelimitedString(this.methods.names(), ", ");
	}

	@Override
	public ServerResponse handle(ServerRequest request) throws Exception {
		String method = request.servletRequest().getMethod();
		Verb verb = this.methods.find(method);
		if (verb == null) {
			throw new HttpRequestMethodNotSupportedException(method, this.methods.names());
		}
		if (verb == Verb.OPTIONS && !this.methods.isOptionsOverridden()) {
			return ServerResponse.ok().header(HttpHeaders.ALLOW, this.allow).build();
		}
		return requireResponse(verb, verb.call(this.handler, request));
	}

	private ServerResponse requireResponse(Verb verb, @Nullable ServerResponse response) {
		if (response == null) {
			throw new HandlerException(
					"Handler '%s' returned null from %s. Return a ServerResponse, such as ServerResponse.noContent().build()."
						.formatted(this.name, verb.methodName()));
		}
		return response;
	}

}
