package io.appinfra.net.services;

import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import io.appinfra.net.Role;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;

/**
 * Counts what happens in each kind of process.
 */
@Component
class Effects {

	private final SharedMap<Long> counts;

	private final Role role;

	Effects(SharedState state, Environment environment) {
		this.counts = state.map("effects", Long.class);
		this.role = Role.of(environment);
	}

	void add(String effect) {
		this.counts.compute(this.role + " " + effect, (key, count) -> (count != null) ? count + 1 : 1);
	}

	long of(Role role, String effect) {
		Long count = this.counts.get(role + " " + effect);
		return (count != null) ? count : 0;
	}

	Set<String> of(Role role) {
		String prefix = role + " ";
		return this.counts.entries()
			.keySet()
			.stream()
			.filter((effect) -> effect.startsWith(prefix))
			.map((effect) -> effect.substring(prefix.length()))
			.collect(Collectors.toSet());
	}

}
