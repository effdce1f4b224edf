package io.appinfra.net.autoconfigure.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

import io.appinfra.net.autoconfigure.properties.NamedProperties;
import io.appinfra.net.autoconfigure.properties.UnknownProperty;
import io.appinfra.net.supervisor.WorkerSettings;

/**
 * Properties of workers.
 */
@ConfigurationProperties("appinfra.net")
public class WorkersProperties implements EnvironmentAware {

	/**
	 * Workers, by name. A worker that a ticker names and that is not here has the
	 * defaults.
	 */
	private final Map<String, WorkerProperties> workers = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final WorkerProperties workerDefaults = new WorkerProperties();

	private @Nullable NamedProperties<WorkerProperties> named;

	@Override
	public void setEnvironment(Environment environment) {
		this.named = NamedProperties.of(environment, "appinfra.net.workers", "worker", WorkerProperties.class)
			.withDefaults("appinfra.net.worker-defaults");
	}

	public Map<String, WorkerProperties> getWorkers() {
		return this.workers;
	}

	public WorkerProperties getWorkerDefaults() {
		return this.workerDefaults;
	}

	/**
	 * Return the settings of a worker, configured or not: its properties, and those of
	 * all workers where it has none.
	 * @param name the name of the worker
	 * @return its settings
	 * @throws FailureAnalyzedException if a property cannot be read or makes no sense
	 */
	public WorkerSettings settings(String name) {
		return worker(name).toSettings(name);
	}

	private WorkerProperties worker(String name) {
		List<String> problems = new ArrayList<>();
		WorkerProperties worker = named().get(name, problems::add);
		throwIfWrong(problems.stream().map((problem) -> "Worker '%s' %s".formatted(name, problem)).toList());
		return worker;
	}

	/**
	 * Check that there is each property that is set.
	 * @param workers the names of the workers that there are
	 * @return the names of other workers that have properties and are not disabled
	 * @throws FailureAnalyzedException if there is no such property
	 */
	Set<String> findUnused(Collection<String> workers) {
		Set<String> unused = new LinkedHashSet<>();
		List<String> problems = new ArrayList<>();
		for (UnknownProperty unknown : named().unknown(workers)) {
			if (unknown.name() == null) {
				problems.add(unknown.problem());
			}
			else if (worker(unknown.name()).isEnabled()) {
				unused.add(unknown.name());
			}
		}
		throwIfWrong(problems);
		return unused;
	}

	private NamedProperties<WorkerProperties> named() {
		Assert.state(this.named != null, "No environment");
		return this.named;
	}

	private static void throwIfWrong(List<String> problems) {
		if (!problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"The configuration of workers is wrong:\n\n    - " + String.join("\n    - ", problems),
					"Correct the properties under 'appinfra.net.workers' or 'appinfra.net.worker-defaults' that are named above.");
		}
	}

}
