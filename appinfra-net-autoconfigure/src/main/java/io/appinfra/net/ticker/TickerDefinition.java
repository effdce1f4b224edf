package io.appinfra.net.ticker;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A ticker that the application declares.
 *
 * @param name the name
 * @param bean the name of its bean
 * @param method the method of the bean that ticks, {@code null} if the bean is a
 * {@link Ticker}
 * @param settings what is configured for it
 */
public record TickerDefinition(String name, String bean, @Nullable Method method, TickerSettings settings) {

	/**
	 * Create a definition of a bean that is a {@link Ticker}.
	 * @param name the name of the ticker and of its bean
	 * @param settings what is configured for it
	 */
	public TickerDefinition(String name, TickerSettings settings) {
		this(name, name, null, settings);
	}

	/**
	 * Return whether the ticker runs in a worker.
	 * @return whether the ticker runs in a worker
	 */
	public boolean inWorker() {
		return this.settings.runIn() == RunIn.WORKER;
	}

	/**
	 * Return whether the ticker runs in the given worker.
	 * @param worker the name of the worker
	 * @return whether the ticker runs there
	 */
	public boolean inWorker(String worker) {
		return inWorker() && this.settings.worker().equals(worker);
	}

	/**
	 * Return whether the ticker ticks in one instance of the application for all.
	 * @return whether it is a ticker of the cluster
	 */
	public boolean inCluster() {
		return this.settings.scope() == TickScope.CLUSTER;
	}

}
