package io.appinfra.net.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.state.StateStore;

/**
 * Measures how full the shared maps are: {@code appinfra.state.entries}. Maps come into
 * being as they are used, so it looks for new ones from time to time. Safe for use by
 * many threads.
 */
public final class StateMetrics implements MeterBinder, AutoCloseable {

	private static final Log logger = LogFactory.getLog(StateMetrics.class);

	private static final Duration REFRESH = Duration.ofSeconds(5);

	private final Set<String> maps = ConcurrentHashMap.newKeySet();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService executor = Executors
		.newSingleThreadScheduledExecutor((task) -> DetachedThreads.daemon("appinfra-state-metrics", task));

	private final StateStore store;

	/**
	 * Create metrics.
	 * @param store holds the shared maps
	 */
	public StateMetrics(StateStore store) {
		this.store = store;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.maps.forEach((map) -> register(registry, map));
		this.registries.add(registry);
		if (this.registries.size() == 1) {
			this.executor.scheduleWithFixedDelay(this::refresh, 0, REFRESH.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void refresh() {
		try {
			for (String map : this.store.summary().maps().keySet()) {
				if (this.maps.add(map)) {
					this.registries.forEach((registry) -> register(registry, map));
				}
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The shared maps are not known at the moment", ex);
		}
	}

	private void register(MeterRegistry registry, String map) {
		Gauge.builder("appinfra.state.entries", this.store, (store) -> size(store, map))
			.description("Keys of the shared map")
			.baseUnit("entries")
			.tag("map", map)
			.register(registry);
	}

	private static double size(StateStore store, String map) {
		try {
			return store.size(map);
		}
		catch (ServerShutdownException ex) {
			return Double.NaN;
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
