package io.appinfra.net.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.Role;
import io.appinfra.net.ServerStartupException;
import io.appinfra.net.process.JavaApplication;
import io.appinfra.net.process.JavaCommand;
import io.appinfra.net.remote.connection.SentConnections;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint.Parent;
import io.appinfra.net.remote.lifecycle.EnvironmentSnapshot;
import io.appinfra.net.remote.lifecycle.JavaWorkerProcess;
import io.appinfra.net.remote.lifecycle.JvmDefaults;
import io.appinfra.net.remote.lifecycle.ProcessListener;
import io.appinfra.net.remote.lifecycle.WorkerClassCache;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Application;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;
import io.appinfra.net.remote.lifecycle.WorkerHost;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.log.WorkerLogProperties;

/**
 * Starts JVMs with the same application as this one.
 */
final class JavaWorkerLauncher implements WorkerProcess.Launcher {

	private static final String MAIN_CLASS = "io.appinfra.net.worker.WorkerMain";

	private static final String ACTIVE_PROFILES = "spring.profiles.active";

	/**
	 * What is different in a worker: it has no web server, writes to no file that the web
	 * process writes to, and starts nothing beside the application.
	 */
	private static final Map<String, Object> DIFFERENT = Map.ofEntries(Map.entry(Role.PROPERTY, Role.WORKER.name()),
			Map.entry("spring.main.web-application-type", "none"), Map.entry("spring.main.banner-mode", "off"),
			Map.entry("spring.main.log-startup-info", false), Map.entry("spring.main.register-shutdown-hook", false),
			Map.entry("logging.register-shutdown-hook", false), Map.entry("spring.main.lazy-initialization", false),
			Map.entry("spring.main.keep-alive", false), Map.entry("spring.devtools.restart.enabled", false),
			Map.entry("spring.devtools.livereload.enabled", false), Map.entry("spring.docker.compose.enabled", false),
			Map.entry("spring.jmx.enabled", false), Map.entry("spring.application.admin.enabled", false));

	/**
	 * Switches that are to be had as environment variables alone: repositories of
	 * Elasticsearch create their indexes.
	 */
	private static final Map<String, String> VARIABLES = Map.of("SPRING_DATA_ELASTICSEARCH_SKIP_REPOSITORY_INIT",
			"true");

	private final WorkerSettings settings;

	private final ApplicationBlueprint blueprint;

	private final ConfigurableEnvironment environment;

	private final Supplier<WorkerHost> host;

	private final JavaApplication application;

	private final WorkerClassCache classCache;

	JavaWorkerLauncher(WorkerSettings settings, ApplicationBlueprint blueprint, ConfigurableEnvironment environment,
			Supplier<WorkerHost> host) {
		this.settings = settings;
		this.blueprint = blueprint;
		this.environment = environment;
		this.host = host;
		this.application = JavaApplication.current();
		this.classCache = new WorkerClassCache(settings.name(), settings.classCache(), this.application,
				settings.jvmArgs());
		checkSources();
		checkParents();
	}

	private void checkSources() {
		if (this.blueprint.sources().isEmpty() && this.settings.sources().isEmpty()) {
			throw new ServerStartupException(
					"Worker '%s' cannot run the same application, since SpringApplication did not start this one: set 'appinfra.net.workers.%1$s.sources'"
						.formatted(this.settings.name()));
		}
	}

	@Override
	public WorkerProcess launch(ProcessListener listener) {
		return launch(this.settings, listener, this.classCache.flags());
	}

	@Override
	public boolean isArchiveMissing() {
		return this.classCache.isMissing();
	}

	@Override
	public WorkerProcess launchWriter(ProcessListener listener) {
		return launch(this.settings.forWriter(), listener, this.classCache.writerFlags());
	}

	@Override
	public void writerEnded(boolean normally) {
		this.classCache.writerEnded(normally);
	}

	private WorkerProcess launch(WorkerSettings settings, ProcessListener listener, List<String> cacheFlags) {
		List<String> flags = new ArrayList<>(cacheFlags);
		flags.addAll(settings.jvmArgs());
		JavaCommand command = new JavaCommand(this.application, MAIN_CLASS, flags, VARIABLES);
		return JavaWorkerProcess.start(this.host.get(), command, configuration(), settings.times().ofStop(), listener);
	}

	private WorkerConfiguration configuration() {
		return new WorkerConfiguration(this.settings.name(), main(), applications(),
				EnvironmentSnapshot.systemProperties(), different(), JvmDefaults.current(),
				this.settings.times().heartbeatInterval().toMillis(),
				this.settings.times().ofStop().interruptAfter().toMillis());
	}

	/**
	 * The main method starts an application from its own sources.
	 */
	private @Nullable MainMethod main() {
		boolean wanted = this.settings.mainMethod() != WorkerSettings.UseMainMethod.NEVER
				&& this.settings.sources().isEmpty();
		return wanted ? this.blueprint.main() : null;
	}

	private List<Application> applications() {
		Deque<Application> applications = new ArrayDeque<>();
		List<String> sources = this.settings.sources().isEmpty() ? this.blueprint.sources() : this.settings.sources();
		applications.addFirst(application(sources, this.blueprint, this.environment));
		Parent parent = this.blueprint.parent();
		while (parent.blueprint() != null && parent.environment() != null) {
			applications.addFirst(application(parent.blueprint().sources(), parent.blueprint(), parent.environment()));
			parent = parent.blueprint().parent();
		}
		return List.copyOf(applications);
	}

	private static Application application(List<String> sources, ApplicationBlueprint blueprint,
			ConfigurableEnvironment environment) {
		return new Application(sources, blueprint.arguments(), blueprint.settings(),
				EnvironmentSnapshot.properties(environment), List.of(environment.getActiveProfiles()),
				List.of(environment.getDefaultProfiles()));
	}

	/**
	 * Check that a worker can have the parents of the application's context.
	 * @throws ServerStartupException if it cannot
	 */
	private void checkParents() {
		Parent parent = this.blueprint.parent();
		while (parent.blueprint() != null) {
			parent = parent.blueprint().parent();
		}
		if (parent.exists() && main() == null) {
			throw new ServerStartupException(
					"Worker '%s' cannot have the parent of the application's context, which SpringApplication did not start: "
						.formatted(this.settings.name())
							+ "let the worker run the main method that makes it ('appinfra.net.workers.%1$s.main-method'), "
								.formatted(this.settings.name())
							+ "set 'appinfra.net.workers.%s.sources' to what its tickers need, "
								.formatted(this.settings.name())
							+ "or run them in-process ('appinfra.net.workers.%s.enabled: false')"
								.formatted(this.settings.name()));
		}
	}

	private Map<String, Object> different() {
		Map<String, Object> different = new LinkedHashMap<>(DIFFERENT);
		different.put(Role.WORKER_NAME_PROPERTY, this.settings.name());
		String[] profiles = this.environment.getActiveProfiles();
		if (profiles.length > 0) {
			different.put(ACTIVE_PROFILES, this.environment.getProperty(ACTIVE_PROFILES, String.join(",", profiles)));
		}
		different.put(SentConnections.PROPERTY, this.host.get().connections());
		different.putAll(WorkerLogProperties.properties());
		different.putAll(this.settings.properties());
		return different;
	}

}
