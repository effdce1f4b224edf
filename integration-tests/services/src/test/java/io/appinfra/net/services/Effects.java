package io.appinfra.net.services;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import io.appinfra.net.Role;
import io.appinfra.net.state.SharedState;

/**
 * Counts what happens in each kind of process.
 */
@Component
class Effects {

	private final SharedState state;

	private final Role role;

	Effects(SharedState state, Environment environment) {
		this.state = state;
		this.role = Role.of(environment);
	}

	void add(String effect) {
		this.state.counter(this.role + " " + effect).addAndGet(1);
	}

	long of(Role role, String effect) {
		return this.state.counter(role + " " + effect).get();
	}

}
