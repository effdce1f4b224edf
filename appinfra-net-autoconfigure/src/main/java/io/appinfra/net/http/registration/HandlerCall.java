package io.appinfra.net.http.registration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.HandlerException;
import io.appinfra.net.http.RequestHandler;

/**
 * Calls the method of a handler that answers the HTTP method of the request.
 */
class HandlerCall implements HandlerFunction<ServerResponse> {

	private final String name;

	private final List<String> supported;

	private final Map<String, HandlerFunction<ServerResponse>> functions = new HashMap<>();

	HandlerCall(String name, RequestHandler handler) {
		this.name = name;
		SupportedMethods methods = SupportedMethods.of(handler);
		this.supported = methods.names();
		methods.verbs().forEach((verb) -> this.functions.put(verb.name(), verb.of(handler)));
		if (!methods.isOptionsOverridden()) {
			String allow = StringUtils.collectionToDelimitedString(this.supported, ", ");
			this.functions.put(Verb.OPTIONS.name(),
					(request) -> ServerResponse.ok().header(HttpHeaders.ALLOW, allow).build());
		}
	}

	@Override
	public ServerResponse handle(ServerRequest request) throws Exception {
		String method = request.servletRequest().getMethod();
		HandlerFunction<ServerResponse> function = this.functions.get(method);
		if (function == null) {
			throw new HttpRequestMethodNotSupportedException(method, this.supported);
		}
		return requireResponse(method, function.handle(request));
	}

	private ServerResponse requireResponse(String method, @Nullable ServerResponse response) {
		if (response == null) {
			throw new HandlerException(
					"Handler '%s' returned null from %s. Return a ServerResponse, such as ServerResponse.noContent().build()."
						.formatted(this.name, Verb.valueOf(method).methodName()));
		}
		return response;
	}

}
