package io.appinfra.net.worker.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.springframework.core.env.MapPropertySource;

import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;

/**
 * The context of a worker in this process, and what happens in it.
 */
final class Worker implements AutoCloseable {

	static final List<String> effects = new CopyOnWriteArrayList<>();

	private final WorkerApplicationContext context = new WorkerApplicationContext();

	private Worker(Map<String, Object> properties, Class<?>... sources) {
		effects.clear();
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("worker",
					Map.of("appinfra.net.role", "WORKER", "appinfra.net.worker-name", "market")));
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		this.context.register(
				Stream.concat(Stream.of(sources), Stream.of(TickerAutoConfiguration.class)).toArray(Class<?>[]::new));
		this.context.refresh();
	}

	static Worker of(Class<?>... sources) {
		return new Worker(Map.of(), sources);
	}

	static Worker with(String property, String value, Class<?>... sources) {
		return new Worker(Map.of(property, value), sources);
	}

	WorkerApplicationContext context() {
		return this.context;
	}

	<T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	static void effect(String effect) {
		effects.add(effect);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
