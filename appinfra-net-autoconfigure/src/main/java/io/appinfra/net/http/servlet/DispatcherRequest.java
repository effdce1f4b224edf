package io.appinfra.net.http.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request that looks as if the container had found the mapping of
 * {@code DispatcherServlet} for it (Jakarta Servlet 6.1 section 12.1).
 */
class DispatcherRequest extends HttpServletRequestWrapper {

	private final String prefix;

	private final String path;

	private final DispatcherType dispatcherType;

	/**
	 * Create a request.
	 * @param request the request as the servlet of a handler got it
	 * @param prefix the path below which {@code DispatcherServlet} serves: an empty
	 * string for all of the application
	 */
	DispatcherRequest(HttpServletRequest request, String prefix) {
		super(request);
		this.prefix = prefix;
		this.path = fullPath(request);
		this.dispatcherType = request.getDispatcherType();
	}

	static String fullPath(HttpServletRequest request) {
		String pathInfo = request.getPathInfo();
		return (pathInfo != null) ? request.getServletPath() + pathInfo : request.getServletPath();
	}

	@Override
	public String getServletPath() {
		return this.prefix.isEmpty() ? this.path : this.prefix;
	}

	@Override
	public @Nullable String getPathInfo() {
		boolean none = this.prefix.isEmpty() || this.path.length() == this.prefix.length();
		return none ? null : this.path.substring(this.prefix.length());
	}

	@Override
	public @Nullable String getPathTranslated() {
		return null;
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return DispatcherMapping.of(this.prefix, getPathInfo());
	}

	@Override
	public DispatcherType getDispatcherType() {
		DispatcherType type = super.getDispatcherType();
		return (type == DispatcherType.FORWARD) ? this.dispatcherType : type;
	}

}
