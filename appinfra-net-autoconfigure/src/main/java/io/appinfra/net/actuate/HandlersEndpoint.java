package io.appinfra.net.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.http.Handlers;

/**
 * Endpoint that shows the handlers of the application.
 */
@Endpoint(id = "handlers")
public final class HandlersEndpoint {

	private final Handlers handlers;

	/**
	 * Create the endpoint.
	 * @param handlers the handlers to show
	 */
	public HandlersEndpoint(Handlers handlers) {
		this.handlers = handlers;
	}

	/**
	 * Show the handlers.
	 * @return the handlers, by name
	 */
	@ReadOperation
	public HandlersDescriptor handlers() {
		Map<String, HandlerDescriptor> descriptors = new LinkedHashMap<>();
		for (HandlerDescription handler : this.handlers.describe()) {
			descriptors.put(handler.name(), new HandlerDescriptor(handler.paths(), handler.methods()));
		}
		return new HandlersDescriptor(descriptors);
	}

	/**
	 * The handlers of the application.
	 *
	 * @param handlers the handlers, by name
	 */
	public record HandlersDescriptor(Map<String, HandlerDescriptor> handlers) implements OperationResponseBody {

	}

	/**
	 * One handler.
	 *
	 * @param paths the patterns of the paths that it answers at
	 * @param methods the HTTP methods that it supports
	 */
	public record HandlerDescriptor(List<String> paths, List<String> methods) {

	}

}
