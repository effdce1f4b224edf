package io.appinfra.net.worker.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;

/**
 * Starts lifecycle beans that come to life when the context has started all others: in
 * the order of their phases, and what they depend on before them. Safe for use by many
 * threads.
 */
final class LateStart {

	private final List<String> waiting = new ArrayList<>();

	private final DefaultSingletonBeanRegistry beans;

	private final Predicate<String> started;

	private boolean begun;

	/**
	 * Create a start.
	 * @param beans the beans
	 * @param started whether a bean is to be started
	 */
	LateStart(DefaultSingletonBeanRegistry beans, Predicate<String> started) {
		this.beans = beans;
		this.started = started;
	}

	/**
	 * Begin, with what the context may have missed.
	 */
	void begin() {
		startAll(beginWithWaiting());
	}

	private synchronized List<String> beginWithWaiting() {
		this.begun = true;
		return List.copyOf(this.waiting);
	}

	/**
	 * Start beans, or leave it to the context if that has yet to do so.
	 * @param names the names of the beans
	 */
	void start(List<String> names) {
		if (isBegun(names)) {
			startAll(names);
		}
	}

	private synchronized boolean isBegun(List<String> names) {
		if (!this.begun) {
			this.waiting.addAll(names);
		}
		return this.begun;
	}

	private void startAll(List<String> names) {
		names.stream()
			.filter((name) -> this.beans.getSingleton(name) instanceof SmartLifecycle bean && bean.isAutoStartup())
			.sorted(Comparator.comparingInt((name) -> ((Phased) this.beans.getSingleton(name)).getPhase()))
			.forEach(this::start);
	}

	private void start(String name) {
		if (this.beans.getSingleton(name) instanceof Lifecycle bean && this.started.test(name) && !bean.isRunning()) {
			for (String dependency : this.beans.getDependenciesForBean(name)) {
				start(dependency);
			}
			if (!(bean instanceof SmartLifecycle smart) || smart.isAutoStartup()) {
				bean.start();
			}
		}
	}

}
