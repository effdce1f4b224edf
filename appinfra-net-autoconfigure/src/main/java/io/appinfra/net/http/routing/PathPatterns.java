package io.appinfra.net.http.routing;

import java.util.Comparator;
import java.util.Locale;

import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Path patterns with the defaults of Spring MVC, and the servlet mappings that cover
 * them.
 */
public final class PathPatterns {

	static final Comparator<PathPattern> SPECIFICITY = Comparator.comparing(PathPattern::hasPatternSyntax)
		.thenComparing(PathPattern.SPECIFICITY_COMPARATOR);

	private PathPatterns() {
	}

	/**
	 * Parse a pattern.
	 * @param path the pattern, with or without a slash in front; the root if it is blank
	 * @return the pattern
	 * @throws org.springframework.web.util.pattern.PatternParseException if it is none
	 */
	public static PathPattern parse(String path) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		String pattern = StringUtils.hasText(path) ? path.strip() : "/";
		return parser.parse(parser.initFullPathPattern(pattern));
	}

	/**
	 * Return a pattern without the names of its variables. The result is the same for all
	 * patterns that match the same paths with the same specificity.
	 * @param pattern the pattern
	 * @return the text of the pattern without the names
	 */
	public static String withoutNames(PathPattern pattern) {
		StringBuilder result = new StringBuilder();
		boolean name = false;
		int depth = 0;
		for (char ch : pattern.getPatternString().toCharArray()) {
			depth -= (ch == '}') ? 1 : 0;
			name = name && ch != ':' && depth > 0;
			if (!name || ch == '*') {
				result.append(ch);
			}
			name = name || (ch == '{' && depth == 0);
			depth += (ch == '{') ? 1 : 0;
		}
		return result.toString().replace("**", "{*}");
	}

	/**
	 * Return the narrowest servlet mapping for all paths that the pattern matches
	 * (Jakarta Servlet 6.1 section 12.2).
	 * @param pattern the pattern
	 * @return the mapping, an empty string for the root of the application
	 */
	public static String servletMapping(PathPattern pattern) {
		String path = pattern.getPatternString();
		if (!pattern.hasPatternSyntax()) {
			return path.equals("/") ? "" : path;
		}
		return path.substring(0, path.lastIndexOf('/', firstWildcard(path)) + 1) + "*";
	}

	private static int firstWildcard(String path) {
		int index = 0;
		while ("{*?".indexOf(path.charAt(index)) == -1) {
			index++;
		}
		return index;
	}

	/**
	 * Return whether there may be a path that both patterns match.
	 * @param one a pattern
	 * @param other another pattern
	 * @return {@code false} if there is certainly none
	 */
	public static boolean mayMeet(PathPattern one, PathPattern other) {
		String literalOfOne = literalStart(one);
		String literalOfOther = literalStart(other);
		return literalOfOne.startsWith(literalOfOther) || literalOfOther.startsWith(literalOfOne);
	}

	private static String literalStart(PathPattern pattern) {
		String mapping = servletMapping(pattern);
		return mapping.substring(0, mapping.length() - (mapping.endsWith("*") ? 1 : 0)).toLowerCase(Locale.ROOT);
	}

}
