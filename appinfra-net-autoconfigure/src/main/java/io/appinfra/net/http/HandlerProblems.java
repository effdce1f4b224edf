package io.appinfra.net.http;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * What is wrong with the handlers, collected so that it can be told at once.
 */
class HandlerProblems {

	private final List<String> descriptions = new ArrayList<>();

	private final List<String> actions = new ArrayList<>();

	void add(String description, String action) {
		this.descriptions.add(description);
		this.actions.add(action);
	}

	void throwIfAny() {
		if (!this.descriptions.isEmpty()) {
			throw new FailureAnalyzedException("Handlers could not be set up:%n%n%s".formatted(list(this.descriptions)),
					list(this.actions));
		}
	}

	private static String list(List<String> entries) {
		return "    - " + String.join("%n    - ".formatted(), entries);
	}

}
