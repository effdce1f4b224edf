package io.appinfra.net.autoconfigure.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

import io.appinfra.net.http.OpenConnections;
import io.appinfra.net.shutdown.ShutdownStep;

/**
 * Ends connections that would last for ever, as soon as the web server accepts no new
 * ones, so that clients who connect again reach another instance.
 */
class OpenConnectionsLifecycle extends ShutdownStep implements BeanNameAware {

	private static final String WEB_SERVER = "webServerGracefulShutdown";

	/**
	 * The phase of {@link #WEB_SERVER}. Where an application is deployed in a server of
	 * its own, the class with the constant is missing.
	 */
	static final int PHASE = DEFAULT_PHASE - 1024;

	private final ConfigurableBeanFactory beanFactory;

	private final List<OpenConnections> connections;

	private final Duration longest;

	/**
	 * Create a lifecycle.
	 * @param beanFactory knows the web server
	 * @param connections the connections
	 * @param longest how long to wait at most for clients that do not read
	 */
	OpenConnectionsLifecycle(ConfigurableBeanFactory beanFactory, List<OpenConnections> connections, Duration longest) {
		super(PHASE);
		this.beanFactory = beanFactory;
		this.connections = List.copyOf(connections);
		this.longest = longest;
	}

	/**
	 * Have the web server stop before this, within the same phase: what depends on
	 * another bean stops before it.
	 */
	@Override
	public void setBeanName(String name) {
		this.beanFactory.registerDependentBean(name, WEB_SERVER);
	}

	@Override
	protected void onStart() {
		this.connections.forEach(OpenConnections::admit);
	}

	@Override
	protected void take(Runnable callback) {
		CompletableFuture.allOf(this.connections.stream().map(OpenConnections::end).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, this.longest.toNanos(), TimeUnit.NANOSECONDS)
			.thenRun(callback);
	}

}
