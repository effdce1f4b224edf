package io.appinfra.net.http.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * How the container maps a request to {@code DispatcherServlet}.
 */
record DispatcherMapping(MappingMatch match, String matchValue, String pattern) implements HttpServletMapping {

	private static final DispatcherMapping DEFAULT = new DispatcherMapping(MappingMatch.DEFAULT, "", "/");

	static DispatcherMapping of(String prefix, @Nullable String pathInfo) {
		if (prefix.isEmpty()) {
			return DEFAULT;
		}
		String matchValue = (pathInfo != null) ? pathInfo.substring(1) : "";
		return new DispatcherMapping(MappingMatch.PATH, matchValue, prefix + "/*");
	}

	@Override
	public MappingMatch getMappingMatch() {
		return this.match;
	}

	@Override
	public String getMatchValue() {
		return this.matchValue;
	}

	@Override
	public String getPattern() {
		return this.pattern;
	}

	@Override
	public String getServletName() {
		return DispatcherServletFallback.SERVLET_NAME;
	}

}
