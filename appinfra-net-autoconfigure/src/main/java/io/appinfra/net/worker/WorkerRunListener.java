package io.appinfra.net.worker;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets each application that is started in a worker be a worker's. Does nothing in other
 * processes. Found by Spring Boot in {@code spring.factories}: unlike a hook it is there
 * in all threads, and where the application has a hook of its own.
 */
final class WorkerRunListener implements SpringApplicationRunListener, Ordered {

	private static volatile @Nullable ApplicationStart start;

	private final SpringApplication application;

	WorkerRunListener(SpringApplication application) {
		this.application = application;
	}

	/**
	 * Let applications be given to a worker from now on.
	 * @param start starts the application of the worker
	 */
	static void register(ApplicationStart start) {
		WorkerRunListener.start = start;
	}

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		ApplicationStart start = WorkerRunListener.start;
		if (start != null) {
			start.starting(this.application);
		}
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		ApplicationStart start = WorkerRunListener.start;
		if (start != null) {
			start.environmentPrepared(bootstrapContext, environment);
		}
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		if (context.getEnvironment() instanceof WorkerEnvironment environment) {
			environment.removeMadeAgain();
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
