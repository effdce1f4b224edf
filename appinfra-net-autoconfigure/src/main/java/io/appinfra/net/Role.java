package io.appinfra.net;

import org.springframework.core.env.Environment;

/**
 * The part that a process plays in an application.
 */
public enum Role {

	/**
	 * The process that was started by the user. It answers HTTP requests, runs in-process
	 * tickers, holds the local shared state and supervises the workers.
	 */
	WEB,

	/**
	 * A process that was started by the web process to run tickers.
	 */
	WORKER;

	/**
	 * Name of the property that holds the role of the process.
	 */
	public static final String PROPERTY = "appinfra.net.role";

	/**
	 * Name of the property that holds the name of the worker that the process is.
	 */
	public static final String WORKER_NAME_PROPERTY = "appinfra.net.worker-name";

	/**
	 * Name of the property that holds the time zone of cron expressions that name none,
	 * in a worker.
	 */
	public static final String TIME_ZONE_PROPERTY = "appinfra.net.worker-time-zone";

	/**
	 * Name of the property that holds the context path of the web application, in a
	 * worker of one that runs in a servlet container.
	 */
	public static final String CONTEXT_PATH_PROPERTY = "appinfra.net.worker-context-path";

	/**
	 * Name of the property that is {@code true} in a worker of a reactive web
	 * application.
	 */
	public static final String REACTIVE_PROPERTY = "appinfra.net.worker-reactive";

	/**
	 * Name of the system property that is {@code true} in a worker from its first moment
	 * on.
	 */
	public static final String PROCESS_PROPERTY = "appinfra.net.process-is-worker";

	/**
	 * Return the role of this process. Can be asked before there is any context, such as
	 * in a {@code main} method, which a worker runs as well.
	 * @return the role, {@link #WEB} unless the process was started as a worker
	 */
	public static Role current() {
		return Boolean.getBoolean(PROCESS_PROPERTY) ? WORKER : WEB;
	}

	/**
	 * Return the role of the process that has the given environment.
	 * @param environment the environment of the application
	 * @return the role, {@link #WEB} unless the process was started as a worker
	 */
	public static Role of(Environment environment) {
		return environment.getProperty(PROPERTY, Role.class, WEB);
	}

}
