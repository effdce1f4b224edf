package io.appinfra.net.http;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Path patterns with the defaults of Spring MVC, and the servlet mappings that cover
 * them.
 */
final class PathPatterns {

	static final Comparator<PathPattern> SPECIFICITY = Comparator.comparing(PathPattern::hasPatternSyntax)
		.thenComparing(PathPattern.SPECIFICITY_COMPARATOR);

	private PathPatterns() {
	}

	static PathPattern parse(String path) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		String pattern = StringUtils.hasText(path) ? path.strip() : "/";
		return parser.parse(parser.initFullPathPattern(pattern));
	}

	/**
	 * Parse a path, or tell what is wrong with it.
	 * @param owner what has the path, such as {@code handler 'x'}
	 * @param place where the path comes from
	 * @return the pattern, or {@code null} if there is a problem
	 */
	static @Nullable PathPattern parse(String path, String owner, String place, HandlerProblems problems) {
		try {
			return parse(path);
		}
		catch (PatternParseException ex) {
			problems.add(
					"Path '%s' of %s is no path pattern: %s.".formatted(path, owner,
							StringUtils.trimTrailingCharacter(ex.getMessage(), '.')),
					"Correct '%s' in %s.".formatted(path, place));
			return null;
		}
	}

	/**
	 * Return the pattern with the names of its variables left out, which is the same for
	 * all patterns that match the same paths with the same specificity.
	 */
	static String withoutNames(PathPattern pattern) {
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
	 */
	static String servletMapping(PathPattern pattern) {
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

}
