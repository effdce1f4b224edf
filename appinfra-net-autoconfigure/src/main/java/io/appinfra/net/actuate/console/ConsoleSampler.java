package io.appinfra.net.actuate.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.actuate.SharedStateEndpoint.SharedStateDescriptor;
import io.appinfra.net.actuate.console.ConsoleViews.HandlerView;
import io.appinfra.net.actuate.console.ConsoleViews.InstanceView;
import io.appinfra.net.actuate.console.ConsoleViews.TickView;
import io.appinfra.net.actuate.console.ConsoleViews.TickerView;
import io.appinfra.net.actuate.console.ConsoleViews.WorkerView;
import io.appinfra.net.cluster.ClusterNode;
import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestStatistics;
import io.appinfra.net.http.RequestStatistics.Requests;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.TickHistory;
import io.appinfra.net.ticker.Tickers;

/**
 * Looks at everything that the console shows. For use by one thread.
 */
final class ConsoleSampler implements Supplier<ConsoleSample> {

	private static final Log logger = LogFactory.getLog(ConsoleSampler.class);

	private final ConsoleSources sources;

	private @Nullable List<HandlerDescription> handlers;

	ConsoleSampler(ConsoleSources sources) {
		this.sources = sources;
	}

	@Override
	public ConsoleSample get() {
		Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
		Map<String, Object> problems = new TreeMap<>();
		sections.put("problems", problems);
		look(this.sources.handlers(), "handlers", problems, (handlers) -> handlers(sections, handlers));
		look(this.sources.tickers(), "tickers", problems, (tickers) -> tickers(sections, tickers));
		look(this.sources.workers(), "workers", problems, (workers) -> workers(sections, workers));
		look(this.sources.cluster(), "instances", problems, (cluster) -> instances(sections, cluster));
		look(this.sources.store(), "state", problems, (store) -> state(sections, store));
		return new ConsoleSample(sections);
	}

	private static <T> void look(@Nullable T source, String section, Map<String, Object> problems, Look<T> look) {
		try {
			if (source != null) {
				look.at(source);
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The console cannot show the " + section, ex);
			problems.put(section, String.valueOf(ex.getMessage()));
		}
	}

	private void handlers(Map<String, Map<String, Object>> sections, Handlers handlers) {
		if (this.handlers == null) {
			this.handlers = handlers.describe();
		}
		RequestStatistics statistics = this.sources.statistics();
		Map<String, Requests> requests = (statistics != null) ? statistics.requests() : null;
		Map<String, Object> views = new TreeMap<>();
		this.handlers.forEach((handler) -> views.put(handler.name(),
				HandlerView.of(handler, (requests != null) ? requestsOf(handler, requests) : null)));
		sections.put("handlers", views);
	}

	private static Requests requestsOf(HandlerDescription handler, Map<String, Requests> requests) {
		return handler.paths()
			.stream()
			.distinct()
			.map((path) -> requests.getOrDefault(path, Requests.NONE))
			.reduce(Requests.NONE, Requests::and);
	}

	private void tickers(Map<String, Map<String, Object>> sections, Tickers tickers) {
		Map<String, Object> views = new TreeMap<>();
		Map<String, Object> ticks = new TreeMap<>();
		ClusterNode cluster = this.sources.cluster();
		for (String name : tickers.names()) {
			TickHistory history = tickers.history(name);
			views.put(name, TickerView.of(tickers.status(name), history.runningSince(),
					(cluster != null) ? cluster.ownership(name) : null));
			ticks.put(name, history.recent().stream().map(TickView::of).toList());
		}
		sections.put("tickers", views);
		sections.put("ticks", ticks);
	}

	private static void workers(Map<String, Map<String, Object>> sections, WorkerSupervisor workers) {
		Map<String, Object> views = new TreeMap<>();
		workers.workers().forEach((worker) -> views.put(worker.name(), WorkerView.of(worker)));
		sections.put("workers", views);
	}

	private static void instances(Map<String, Map<String, Object>> sections, ClusterNode cluster) {
		Map<String, Object> views = new TreeMap<>();
		cluster.instances()
			.forEach((name, instance) -> views.put(name, InstanceView.of(instance, name.equals(cluster.instance()))));
		sections.put("instances", views);
	}

	private static void state(Map<String, Map<String, Object>> sections, StateStore store) {
		SharedStateDescriptor state = SharedStateDescriptor.of(store);
		sections.put("maps", new TreeMap<>(state.maps()));
		sections.put("counters", new TreeMap<>(state.counters()));
		sections.put("locks", new TreeMap<>(state.locks()));
	}

	@FunctionalInterface
	private interface Look<T> {

		void at(T source);

	}

}
