package io.appinfra.net.http.servlet;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * How a container maps a path to a servlet (Jakarta Servlet 6.1 section 12.1).
 */
record ServletMapping(String servletName, MappingMatch match, String matchValue, String pattern,
		String path) implements HttpServletMapping {

	/**
	 * Return how a path can be mapped, the mapping that a container prefers first.
	 */
	static List<ServletMapping> candidates(String path) {
		List<ServletMapping> candidates = new ArrayList<>();
		if (path.equals("/")) {
			candidates.add(new ServletMapping("", MappingMatch.CONTEXT_ROOT, "", "", path));
		}
		candidates.add(new ServletMapping("", MappingMatch.EXACT, path.substring(1), path, path));
		for (int end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
			String rest = path.substring(Math.min(end + 1, path.length()));
			candidates.add(new ServletMapping("", MappingMatch.PATH, rest, path.substring(0, end) + "/*", path));
		}
		int extension = path.lastIndexOf('.');
		if (extension > path.lastIndexOf('/')) {
			candidates.add(new ServletMapping("", MappingMatch.EXTENSION, path.substring(1, extension),
					"*" + path.substring(extension), path));
		}
		candidates.add(new ServletMapping("", MappingMatch.DEFAULT, "", "/", path));
		return candidates;
	}

	ServletMapping to(String servletName) {
		return new ServletMapping(servletName, this.match, this.matchValue, this.pattern, this.path);
	}

	String servletPath() {
		return switch (this.match) {
			case CONTEXT_ROOT -> "";
			case PATH -> this.pattern.substring(0, this.pattern.length() - 2);
			default -> this.path;
		};
	}

	@Nullable String pathInfo() {
		String servletPath = servletPath();
		return (this.path.length() > servletPath.length()) ? this.path.substring(servletPath.length()) : null;
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
		return this.servletName;
	}

}
