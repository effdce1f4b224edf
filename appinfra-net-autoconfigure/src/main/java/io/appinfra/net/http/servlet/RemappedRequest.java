package io.appinfra.net.http.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request that looks as if the container had mapped it to another servlet.
 */
class RemappedRequest extends HttpServletRequestWrapper {

	private final ServletMapping mapping;

	private final DispatcherType dispatcherType;

	RemappedRequest(HttpServletRequest request, ServletMapping mapping) {
		super(request);
		this.mapping = mapping;
		this.dispatcherType = request.getDispatcherType();
	}

	@Override
	public String getServletPath() {
		return this.mapping.servletPath();
	}

	@Override
	public @Nullable String getPathInfo() {
		return this.mapping.pathInfo();
	}

	@Override
	public @Nullable String getPathTranslated() {
		return null;
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return this.mapping;
	}

	@Override
	public DispatcherType getDispatcherType() {
		DispatcherType type = super.getDispatcherType();
		return (type == DispatcherType.FORWARD) ? this.dispatcherType : type;
	}

}
