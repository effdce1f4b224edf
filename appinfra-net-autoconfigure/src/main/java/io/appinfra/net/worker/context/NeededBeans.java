package io.appinfra.net.worker.context;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;

/**
 * The beans that a worker needs: those that were asked for since its tickers are created,
 * and what these depend on. A bean that is asked for when all are there is completed
 * before its first user has it. Safe for use by many threads.
 */
final class NeededBeans {

	/**
	 * How long a thread waits for another one to complete a bean. Not for ever: that one
	 * may wait for what this thread holds.
	 */
	private static final long PATIENCE_SECONDS = 5;

	private final Set<String> needed = ConcurrentHashMap.newKeySet();

	private final Map<String, Completion> incomplete = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable List<String>> asked = new ThreadLocal<>();

	private final DefaultSingletonBeanRegistry beans;

	private final Consumer<Set<String>> completer;

	private volatile boolean late;

	/**
	 * Create them: at first no bean is needed.
	 * @param beans the beans
	 * @param completer gives to late beans what the context gives to all
	 */
	NeededBeans(DefaultSingletonBeanRegistry beans, Consumer<Set<String>> completer) {
		this.beans = beans;
		this.completer = completer;
	}

	/**
	 * Return whether a bean is needed.
	 * @param bean the name of the bean
	 * @return whether it is needed
	 */
	boolean contain(String bean) {
		return this.needed.contains(bean);
	}

	/**
	 * From now on, complete what is asked for the first time.
	 * @return what was asked for until now, and what it depends on
	 */
	Set<String> beLate() {
		this.late = true;
		return withDependencies(List.copyOf(this.needed));
	}

	/**
	 * Ask for a bean.
	 * @param <T> the type of the bean
	 * @param bean the name of the bean
	 * @param request returns it
	 * @return the bean
	 */
	<T> T ask(String bean, Supplier<T> request) {
		if (!this.late) {
			this.needed.add(bean);
			return request.get();
		}
		if (this.needed.contains(bean)) {
			T result = request.get();
			awaitCompletion(bean);
			return result;
		}
		List<String> asked = this.asked.get();
		return (asked != null) ? askFirst(bean, asked, request) : askAndComplete(bean, request);
	}

	private <T> T askFirst(String bean, List<String> asked, Supplier<T> request) {
		if (this.needed.add(bean)) {
			this.incomplete.put(bean, new Completion(Thread.currentThread(), new CountDownLatch(1)));
			asked.add(bean);
		}
		return request.get();
	}

	private <T> T askAndComplete(String bean, Supplier<T> request) {
		List<String> asked = new ArrayList<>();
		this.asked.set(asked);
		try {
			return askFirst(bean, asked, request);
		}
		finally {
			this.asked.remove();
			complete(asked);
		}
	}

	private void complete(List<String> asked) {
		Set<String> created = Set.of();
		try {
			created = withDependencies(asked);
			asked.stream().filter((bean) -> !this.beans.containsSingleton(bean)).forEach(this.needed::remove);
			this.completer.accept(created);
		}
		finally {
			asked.forEach(this::completed);
			created.forEach(this::completed);
		}
	}

	private void completed(String bean) {
		Completion completion = this.incomplete.remove(bean);
		if (completion != null) {
			completion.done().countDown();
		}
	}

	private void awaitCompletion(String bean) {
		Completion completion = this.incomplete.get(bean);
		if (completion != null && completion.thread() != Thread.currentThread()) {
			try {
				completion.done().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Return the singletons among beans, with those that they depend on, which are needed
	 * from now on.
	 */
	private Set<String> withDependencies(List<String> beans) {
		Set<String> found = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(beans);
		while (!open.isEmpty()) {
			String bean = open.pop();
			if (this.beans.containsSingleton(bean) && found.add(bean)) {
				for (String dependency : this.beans.getDependenciesForBean(bean)) {
					if (this.needed.add(dependency)) {
						open.add(dependency);
					}
				}
			}
		}
		return found;
	}

	private record Completion(Thread thread, CountDownLatch done) {

	}

}
