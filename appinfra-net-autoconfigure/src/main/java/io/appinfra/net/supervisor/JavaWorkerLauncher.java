package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.Role;
import io.appinfra.net.process.JavaApplication;
import io.appinfra.net.process.JavaCommand;
import io.appinfra.net.remote.lifecycle.JavaWorkerProcess;
import io.appinfra.net.remote.lifecycle.ProcessListener;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;
import io.appinfra.net.remote.lifecycle.WorkerHost;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.log.WorkerLogging;

/**
 * Starts JVMs with the same application as this one.
 */
final class JavaWorkerLauncher implements WorkerProcess.Launcher {

	private static final String MAIN_CLASS = "io.appinfra.net.worker.WorkerMain";

	/**
	 * What is different in a worker: it has no web server, writes to no file that the web
	 * process writes to, and starts nothing beside the application.
	 */
	private static final Map<String, Object> DIFFERENT = Map.ofEntries(Map.entry(Role.PROPERTY, Role.WORKER.name()),
			Map.entry("spring.main.web-application-type", "none"), Map.entry("spring.main.banner-mode", "off"),
			Map.entry("spring.main.log-startup-info", false), Map.entry("spring.main.register-shutdown-hook", false),
			Map.entry("spring.main.lazy-initialization", false), Map.entry("spring.main.keep-alive", false),
			Map.entry("logging.file.name", ""), Map.entry("logging.file.path", ""),
			Map.entry("spring.devtools.restart.enabled", false), Map.entry("spring.devtools.livereload.enabled", false),
			Map.entry("spring.docker.compose.enabled", false), Map.entry("spring.jmx.enabled", false),
			Map.entry("spring.application.admin.enabled", false));

	private final WorkerSettings settings;

	private final ApplicationBlueprint blueprint;

	private final ConfigurableEnvironment environment;

	private final Supplier<WorkerHost> host;

	private final WorkerClassCache classCache;

	JavaWorkerLauncher(WorkerSettings settings, ApplicationBlueprint blueprint, ConfigurableEnvironment environment,
			Supplier<WorkerHost> host) {
		this.settings = settings;
		this.blueprint = blueprint;
		this.environment = environment;
		this.host = host;
		this.classCache = new WorkerClassCache(settings);
	}

	@Override
	public WorkerProcess launch(ProcessListener listener) {
		return launch(this.settings, listener, this.classCache.flags());
	}

	@Override
	public boolean needsTraining() {
		return this.classCache.isMissing();
	}

	@Override
	public WorkerProcess launchTraining(ProcessListener listener) {
		return launch(this.settings.forTraining(), listener, this.classCache.trainingFlags());
	}

	@Override
	public void trained(boolean normally) {
		this.classCache.trained(normally);
	}

	private WorkerProcess launch(WorkerSettings settings, ProcessListener listener, List<String> cacheFlags) {
		List<String> flags = new ArrayList<>(cacheFlags);
		flags.addAll(settings.jvmArgs());
		JavaCommand command = new JavaCommand(JavaApplication.current(), MAIN_CLASS, flags);
		return JavaWorkerProcess.start(this.host.get(), command, configuration(), settings.stopTimes(), listener);
	}

	private WorkerConfiguration configuration() {
		List<String> sources = this.settings.sources().isEmpty() ? this.blueprint.sources() : this.settings.sources();
		List<Properties> properties = new ArrayList<>();
		properties.add(new Properties("appinfraWorker", different()));
		properties.addAll(EnvironmentSnapshot.properties(this.environment));
		return new WorkerConfiguration(this.settings.name(), sources, this.blueprint.arguments(),
				EnvironmentSnapshot.systemProperties(), properties, List.of(this.environment.getActiveProfiles()),
				List.of(this.environment.getDefaultProfiles()), this.settings.heartbeatInterval().toMillis(),
				this.settings.stopTimes().interruptAfter().toMillis());
	}

	private Map<String, Object> different() {
		Map<String, Object> different = new LinkedHashMap<>(DIFFERENT);
		different.put(Role.WORKER_NAME_PROPERTY, this.settings.name());
		different.put("spring.profiles.active", String.join(",", this.environment.getActiveProfiles()));
		different.putAll(WorkerLogging.properties());
		different.putAll(this.settings.properties());
		return different;
	}

}
