package io.appinfra.net.http.registration;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.springframework.aop.support.AopUtils;

import io.appinfra.net.http.RequestHandler;

/**
 * The HTTP methods that a handler supports: those that it overrides, HEAD where there is
 * GET, and OPTIONS.
 */
final class SupportedMethods {

	private final EnumSet<Verb> verbs = EnumSet.of(Verb.OPTIONS);

	private final boolean optionsOverridden;

	private SupportedMethods(Set<Verb> overridden) {
		this.optionsOverridden = overridden.contains(Verb.OPTIONS);
		this.verbs.addAll(overridden);
		if (overridden.contains(Verb.GET)) {
			this.verbs.add(Verb.HEAD);
		}
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

	Set<Verb> verbs() {
		return this.verbs;
	}

	List<String> names() {
		return this.verbs.stream().map(Verb::name).toList();
	}

	boolean isOptionsOverridden() {
		return this.optionsOverridden;
	}

}
