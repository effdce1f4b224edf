package io.appinfra.net.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.supervisor.WorkerJvm;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Measures how the JVMs of workers are: {@code appinfra.workers.jvm.*}. Safe for use by
 * many threads.
 */
public final class WorkerJvmMetrics implements MeterBinder {

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	private final WorkerSupervisor supervisor;

	/**
	 * Create metrics.
	 * @param supervisor knows the workers
	 */
	public WorkerJvmMetrics(WorkerSupervisor supervisor) {
		this.supervisor = supervisor;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.supervisor.names().forEach((worker) -> bindTo(registry, worker));
	}

	private void bindTo(MeterRegistry registry, String worker) {
		gauge("memory.used", "Heap of the worker's JVM that is in use", BaseUnits.BYTES, worker, WorkerJvm::heapUsed)
			.tag("area", "heap")
			.register(registry);
		gauge("memory.max", "What the heap of the worker's JVM can grow to", BaseUnits.BYTES, worker,
				WorkerJvm::heapMax)
			.tag("area", "heap")
			.register(registry);
		gauge("threads.live", "Threads of the worker's JVM", BaseUnits.THREADS, worker, WorkerJvm::threads)
			.register(registry);
		FunctionTimer
			.builder("appinfra.workers.jvm.gc.pause", this.supervisor, (workers) -> workers.jvm(worker).gcPauses(),
					(workers) -> workers.jvm(worker).gcTime().toMillis(), TimeUnit.MILLISECONDS)
			.description("Pauses of the worker's JVMs for garbage collection")
			.tag("worker", worker)
			.register(registry);
		FunctionCounter
			.builder("appinfra.workers.jvm.cpu.time", this.supervisor, (workers) -> cpuSeconds(workers.jvm(worker)))
			.description("Processor time of the worker's processes")
			.baseUnit("seconds")
			.tag("worker", worker)
			.register(registry);
	}

	private Gauge.Builder<WorkerSupervisor> gauge(String name, String description, String unit, String worker,
			Function<WorkerJvm, @Nullable Number> value) {
		return Gauge.builder("appinfra.workers.jvm." + name, this.supervisor, (workers) -> {
			Number number = value.apply(workers.jvm(worker));
			return (number != null) ? number.doubleValue() : Double.NaN;
		}).description(description).baseUnit(unit).tag("worker", worker);
	}

	private static double cpuSeconds(WorkerJvm jvm) {
		return jvm.cpuTime().toNanos() / NANOS_PER_SECOND;
	}

}
