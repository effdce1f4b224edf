package io.appinfra.net.http.registration;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PatternParseException;

import io.appinfra.net.http.routing.PathPatterns;

/**
 * What is wrong with the handlers, collected so that it can be reported at once.
 */
public class HandlerProblems {

	private final List<String> descriptions = new ArrayList<>();

	private final List<String> actions = new ArrayList<>();

	public void add(String description, String action) {
		this.descriptions.add(description);
		this.actions.add(action);
	}

	/**
	 * Parse a path.
	 * @param owner what has the path, such as {@code handler 'x'}
	 * @param place where the path comes from
	 * @return the pattern, or {@code null} if it is none, which is a problem then
	 */
	@Nullable PathPattern parse(String path, String owner, String place) {
		try {
			return PathPatterns.parse(path);
		}
		catch (PatternParseException ex) {
			add("Path '%s' of %s is no path pattern: %s.".formatted(path, owner,
					StringUtils.trimTrailingCharacter(ex.getMessage(), '.')),
					"Correct '%s' in %s.".formatted(path, place));
			return null;
		}
	}

	public void throwIfAny() {
		if (!this.descriptions.isEmpty()) {
			throw new FailureAnalyzedException("Handlers could not be set up:%n%n%s".formatted(list(this.descriptions)),
					list(this.actions));
		}
	}

	private static String list(List<String> entries) {
		return "    - " + String.join("%n    - ".formatted(), entries);
	}

}
