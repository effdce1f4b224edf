package io.appinfra.net.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.appinfra.net.supervisor.RestartReason;
import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Measures how workers are: {@code appinfra.workers.up}, {@code appinfra.workers.memory}
 * and {@code appinfra.workers.restarts}. Safe for use by many threads.
 */
public final class WorkerMetrics implements MeterBinder {

	private final WorkerSupervisor supervisor;

	/**
	 * Create metrics.
	 * @param supervisor knows the workers
	 */
	public WorkerMetrics(WorkerSupervisor supervisor) {
		this.supervisor = supervisor;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.supervisor.names().forEach((worker) -> bindTo(registry, worker));
	}

	private void bindTo(MeterRegistry registry, String worker) {
		Gauge.builder("appinfra.workers.up", this.supervisor, (workers) -> up(workers, worker))
			.description("Whether the tickers of the worker run: 1 if they do, else 0")
			.tag("worker", worker)
			.register(registry);
		Gauge.builder("appinfra.workers.memory", this.supervisor, (workers) -> memory(workers, worker))
			.description("Resident memory of the worker's process")
			.baseUnit(BaseUnits.BYTES)
			.tag("worker", worker)
			.register(registry);
		for (RestartReason reason : RestartReason.values()) {
			FunctionCounter
				.builder("appinfra.workers.restarts", this.supervisor, (workers) -> workers.restarts(worker, reason))
				.description("Processes of the worker that had to be replaced")
				.tags("worker", worker, "reason", TagValues.of(reason))
				.register(registry);
		}
	}

	private static double up(WorkerSupervisor workers, String worker) {
		return (workers.worker(worker).state() == WorkerState.UP) ? 1 : 0;
	}

	private static double memory(WorkerSupervisor workers, String worker) {
		Long bytes = workers.worker(worker).rssBytes();
		return (bytes != null) ? bytes : Double.NaN;
	}

}
