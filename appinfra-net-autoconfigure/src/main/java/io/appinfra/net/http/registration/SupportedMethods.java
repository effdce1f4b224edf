package io.appinfra.net.http.registration;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.appinfra.net.http.RequestHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * The HTTP methods that a handler supports: those that it overrides, HEAD where there is
 * GET, and OPTIONS.
 */
final class SupportedMethods {

	private final Map<String, Verb> verbs = new LinkedHashMap<>();

	private final boolean optionsOverridden;

	private SupportedMethods(Set<Verb> overridden) {
		this.optionsOverridden = overridden.contains(Verb.OPTIONS);
		EnumSet<Verb> supported = EnumSet.of(Verb.OPTIONS);
		supported.addAll(overridden);
		if (supported.contains(Verb.GET)) {
			supported.add(Verb.HEAD);
		}
		supported.forEach((verb) -> this.verbs.put(verb.name(), verb));
	}

	static SupportedMethods of(RequestHandler handler) {
		Class<?> type = AopUtils.getTargetClass(handler);
		EnumSet<Verb> overridden = EnumSet.noneOf(Verb.class);
		for (Verb verb : Verb.values()) {
			if (verb.isOverriddenIn(type)) {
				overridden.add(verb);
			}
		}
		return new SupportedMethods(overridden);
	}

	@Nullable Verb find(String name) {
		return this.verbs.get(name);
	}

	List<String> names() {
		return List.copyOf(this.verbs.keySet());
	}

	boolean isOptionsOverridden() {
		return this.optionsOverridden;
	}

}
