package io.appinfra.net.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * A request that looks as if the container had found no mapping for it but the default
 * one (Jakarta Servlet 6.1 section 12.1).
 */
class DefaultMappedRequest extends HttpServletRequestWrapper {

	private static final HttpServletMapping DEFAULT_MAPPING = new DefaultMapping();

	private final String servletPath;

	private final DispatcherType dispatcherType;

	DefaultMappedRequest(HttpServletRequest request) {
		super(request);
		String pathInfo = request.getPathInfo();
		this.servletPath = (pathInfo != null) ? request.getServletPath() + pathInfo : request.getServletPath();
		this.dispatcherType = request.getDispatcherType();
	}

	@Override
	public String getServletPath() {
		return this.servletPath;
	}

	@Override
	public @Nullable String getPathInfo() {
		return null;
	}

	@Override
	public @Nullable String getPathTranslated() {
		return null;
	}

	@Override
	public HttpServletMapping getHttpServletMapping() {
		return DEFAULT_MAPPING;
	}

	@Override
	public DispatcherType getDispatcherType() {
		DispatcherType type = super.getDispatcherType();
		return (type == DispatcherType.FORWARD) ? this.dispatcherType : type;
	}

	private static final class DefaultMapping implements HttpServletMapping {

		@Override
		public String getMatchValue() {
			return "";
		}

		@Override
		public String getPattern() {
			return "/";
		}

		@Override
		public String getServletName() {
			return DispatcherServletFallback.SERVLET_NAME;
		}

		@Override
		public MappingMatch getMappingMatch() {
			return MappingMatch.DEFAULT;
		}

	}

}
