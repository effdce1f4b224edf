package io.appinfra.net.remote.log;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;

/**
 * Logback in a worker, without the application's configuration: that may open files that
 * one process alone can write to.
 */
public final class WorkerLoggingSystem extends LogbackLoggingSystem {

	/**
	 * Create a logging system.
	 * @param classLoader the class loader
	 */
	public WorkerLoggingSystem(ClassLoader classLoader) {
		super(classLoader);
	}

	@Override
	public void initialize(LoggingInitializationContext context, @Nullable String configLocation,
			@Nullable LogFile logFile) {
		super.initialize(context, configLocation, null);
	}

	@Override
	protected @Nullable String getSelfInitializationConfig() {
		return null;
	}

	@Override
	protected @Nullable String getSpringInitializationConfig() {
		return null;
	}

}
