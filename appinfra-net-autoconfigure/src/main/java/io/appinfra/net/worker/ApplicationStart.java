package io.appinfra.net.worker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.BootstrapRegistry.Scope;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.builder.ParentContextApplicationContextInitializer;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.remote.lifecycle.ApplicationSources;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Application;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;

/**
 * Starts the application of a worker: by the main method of the application, or without.
 * Either way the thread that starts it never comes back: nothing that follows the start
 * in the main method runs, and nothing is thrown that it could catch.
 */
final class ApplicationStart {

	private static final Log logger = LogFactory.getLog(ApplicationStart.class);

	private final WorkerConfiguration configuration;

	private final Adaptation adaptation;

	private final Service service;

	private final Runnable flush;

	private final List<Application> awaited;

	private volatile boolean begun;

	private volatile boolean failureReported;

	private @Nullable String warning;

	/**
	 * Create a start.
	 * @param configuration what the worker is to be
	 * @param adaptation makes applications a worker's
	 * @param service serves the web process until the worker is stopped
	 * @param flush waits until all that was logged is sent
	 */
	ApplicationStart(WorkerConfiguration configuration, Adaptation adaptation, Service service, Runnable flush) {
		this.configuration = configuration;
		this.adaptation = adaptation;
		this.service = service;
		this.flush = flush;
		this.awaited = new ArrayList<>(configuration.applications());
	}

	/**
	 * Start the application and serve. Never returns.
	 */
	void run() {
		WorkerRunListener.register(this);
		MainMethod main = this.configuration.main();
		if (main != null) {
			run(main);
			this.awaited.clear();
			this.awaited.addAll(this.configuration.applications());
		}
		runWithoutMain();
	}

	private void run(MainMethod main) {
		Runtime.getRuntime().addShutdownHook(DetachedThreads.keepingAlive("appinfra-main-ended", () -> {
			if (!this.begun) {
				System.err.printf("The process ends before the main method of %s has started the application. %s%n",
						main.type(), remedy());
			}
		}));
		try {
			MainMethods.invoke(main);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			System.exit(1);
		}
		this.warning = "The main method of %s has ended and did not start the application in its thread, so worker '%s' is started without it. %s"
			.formatted(main.type(), this.configuration.worker(), remedy());
	}

	private String remedy() {
		return "If it is to do something else in a worker, let it ask Role.current(); "
				+ "if workers are to do without it, set 'appinfra.net.workers.%s.main-method: never'"
					.formatted(this.configuration.worker());
	}

	private void runWithoutMain() {
		ConfigurableApplicationContext parent = null;
		for (Application sent : this.configuration.applications()) {
			SpringApplication application = new SpringApplication();
			application.setSources(new LinkedHashSet<>(sent.sources()));
			Adaptation.applySettings(application, sent.settings());
			if (parent != null) {
				application.addInitializers(new ParentContextApplicationContextInitializer(parent));
			}
			parent = application.run(sent.arguments().toArray(String[]::new));
		}
	}

	/**
	 * Make an application that is about to run one of the worker. If it is the worker's
	 * own, this method does not return: it runs the application from here. What the
	 * application itself starts, and what ticks start, is left as it is.
	 * @param application the application
	 */
	void starting(SpringApplication application) {
		if (this.begun) {
			return;
		}
		Application sent = find(application);
		boolean own = sent != null && this.awaited.isEmpty();
		this.adaptation.apply(application, sent, own);
		if (own) {
			this.begun = true;
			runAndServe(application, sent);
		}
	}

	/**
	 * Find what was sent of an application. More sources can have been added to it after
	 * its start.
	 */
	private @Nullable Application find(SpringApplication application) {
		List<String> sources = ApplicationSources.names(application);
		Application found = this.awaited.stream()
			.filter((candidate) -> candidate.sources().equals(sources))
			.findFirst()
			.or(() -> this.awaited.stream().filter((candidate) -> candidate.sources().containsAll(sources)).findFirst())
			.orElse(null);
		if (found != null) {
			this.awaited.remove(found);
		}
		return found;
	}

	private void runAndServe(SpringApplication application, Application sent) {
		application.addListeners(GenericApplicationListener.forEventType(ApplicationFailedEvent.class,
				(event) -> this.failureReported = true));
		try {
			ConfigurableApplicationContext context = application.run(sent.arguments().toArray(String[]::new));
			if (this.warning != null) {
				logger.warn(this.warning);
			}
			this.service.serve(context);
		}
		catch (Throwable ex) {
			if (!this.failureReported) {
				ex.printStackTrace();
			}
			this.flush.run();
			System.exit(1);
		}
		stay();
	}

	private static void stay() {
		while (true) {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				logger.debug("The main thread of a worker stays where it is", ex);
			}
		}
	}

	/**
	 * Leave for others what the reading of configuration files would have left, and let
	 * an application with an environment of its own differ like a worker.
	 * @param bootstrapContext what is left for others
	 * @param environment the environment of an application
	 */
	void environmentPrepared(ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
		if (environment instanceof WorkerEnvironment sent) {
			sent.preferSentDefaults();
			bootstrapContext.registerIfAbsent(Binder.class,
					InstanceSupplier.from(() -> Binder.get(environment)).withScope(Scope.PROTOTYPE));
		}
		else if (!this.begun) {
			this.adaptation.differ(environment);
		}
	}

	/**
	 * What a worker does when its application has started.
	 */
	@FunctionalInterface
	interface Service {

		/**
		 * Serve the web process until the worker is stopped.
		 * @param context the context of the application
		 * @throws InterruptedException if the thread is interrupted meanwhile
		 */
		void serve(ConfigurableApplicationContext context) throws InterruptedException;

	}

}
