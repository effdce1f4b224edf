package io.appinfra.net.sample;

import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;

/**
 * The targets, in the shared state: the web process adds and removes them, the worker
 * adds what it finds out about them.
 * <p>
 * A target and its probes are one value, so that each change of them is atomic.
 */
@Component
class Targets {

	private final SharedMap<Target> targets;

	Targets(SharedState state) {
		this.targets = state.map("targets", Target.class);
	}

	List<Target> all() {
		return List.copyOf(this.targets.entries().values());
	}

	@Nullable Target get(String name) {
		return this.targets.get(name);
	}

	/**
	 * Add a target.
	 * @param target the target
	 * @return whether it was added: {@code false} if there is one of that name
	 */
	boolean add(Target target) {
		return this.targets.putIfAbsent(target.name(), target) == null;
	}

	/**
	 * Remove a target.
	 * @param name the name of the target
	 * @return whether it was removed: {@code false} if there is none of that name
	 */
	boolean remove(String name) {
		return this.targets.remove(name) != null;
	}

	/**
	 * Add a probe to its target. The probe of a target that has been removed meanwhile,
	 * or replaced by one with another URL, is dropped.
	 * @param target the target as it was when it was probed
	 * @param probe the probe
	 */
	void addProbe(Target target, Probe probe) {
		this.targets.compute(target.name(), (name, present) -> {
			boolean watched = present != null && present.url().equals(target.url());
			return watched ? present.with(probe) : present;
		});
	}

	/**
	 * Call a listener after each change from now on.
	 * @param listener gets the name of a target and its present state, {@code null} if it
	 * was removed
	 * @return ends the calls when it is closed
	 */
	SharedMap.Registration onChange(BiConsumer<String, @Nullable Target> listener) {
		return this.targets.onChange(listener);
	}

}
