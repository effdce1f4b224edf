package io.appinfra.net.autoconfigure.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.appinfra.net.http.OpenConnections;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends connections that would last for ever, as soon as the web server accepts no new
 * ones, so that clients who connect again reach another instance.
 */
class OpenConnectionsLifecycle implements SmartLifecycle, BeanNameAware {

	private static final String WEB_SERVER = "webServerGracefulShutdown";

	/**
	 * The phase of {@link #WEB_SERVER}. Where an application is deployed in a server of
	 * its own, the class with the constant is missing.
	 */
	static final int PHASE = DEFAULT_PHASE - 1024;

	private final ConfigurableBeanFactory beanFactory;

	private final List<OpenConnections> connections;

	private volatile boolean running;

	OpenConnectionsLifecycle(ConfigurableBeanFactory beanFactory, List<OpenConnections> connections) {
		this.beanFactory = beanFactory;
		this.connections = List.copyOf(connections);
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
	public void start() {
		this.connections.forEach(OpenConnections::admit);
		this.running = true;
	}

	@Override
	public void stop() {
		endAll().join();
	}

	@Override
	public void stop(Runnable callback) {
		endAll().thenRun(callback);
	}

	private CompletableFuture<Void> endAll() {
		this.running = false;
		return CompletableFuture
			.allOf(this.connections.stream().map(OpenConnections::end).toArray(CompletableFuture[]::new));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return whether the connections end when the context is paused, during which the web
	 * server goes on: they do not.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
