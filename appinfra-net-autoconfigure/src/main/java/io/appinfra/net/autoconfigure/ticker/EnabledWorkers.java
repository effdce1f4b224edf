package io.appinfra.net.autoconfigure.ticker;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import io.appinfra.net.autoconfigure.properties.NamedProperties;

/**
 * Tests whether a worker is enabled, by its name. A value that cannot be read is reported
 * where all properties of workers are read.
 */
class EnabledWorkers implements Predicate<String> {

	private final NamedProperties<Worker> workers;

	EnabledWorkers(Environment environment) {
		this.workers = NamedProperties.of(environment, "appinfra.net.workers", "worker", Worker.class)
			.withDefaults("appinfra.net.worker-defaults");
	}

	@Override
	public boolean test(String worker) {
		Boolean enabled = this.workers.get(worker, (problem) -> {
		}).enabled();
		return !Boolean.FALSE.equals(enabled);
	}

	/**
	 * What counts here of the properties of a worker.
	 */
	record Worker(@Nullable Boolean enabled) {

	}

}
