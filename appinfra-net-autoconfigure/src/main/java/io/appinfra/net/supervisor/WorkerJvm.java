package io.appinfra.net.supervisor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.JvmReport;

/**
 * How the JVM of a worker is, and what all of its JVMs have taken so far.
 *
 * @param heapUsed the heap in use in bytes, {@code null} if there is no JVM that ticks
 * @param heapMax what the heap can grow to in bytes, {@code null} if there is no such JVM
 * @param threads how many threads live, {@code null} if there is no such JVM
 * @param cpuTime the processor time of all JVMs of the worker
 * @param gcPauses how often garbage collectors have halted them
 * @param gcTime for how long altogether
 */
public record WorkerJvm(@Nullable Long heapUsed, @Nullable Long heapMax, @Nullable Integer threads, Duration cpuTime,
		long gcPauses, Duration gcTime) {

	static final WorkerJvm NONE = new WorkerJvm(null, null, null, Duration.ZERO, 0, Duration.ZERO);

	/**
	 * Return this with what a JVM has reported.
	 * @param before what it had reported before, {@code null} if nothing
	 * @param now what it reports
	 */
	WorkerJvm with(@Nullable JvmReport before, JvmReport now) {
		JvmReport last = (before != null) ? before : new JvmReport(0, 0, 0, 0, 0, 0);
		return new WorkerJvm(now.heapUsed(), now.heapMax(), now.threads(),
				this.cpuTime.plusNanos(now.cpuNanos() - last.cpuNanos()),
				this.gcPauses + now.gcPauses() - last.gcPauses(),
				this.gcTime.plusMillis(now.gcMillis() - last.gcMillis()));
	}

	/**
	 * Return what is left of this when the JVM has ended.
	 */
	WorkerJvm ended() {
		return new WorkerJvm(null, null, null, this.cpuTime, this.gcPauses, this.gcTime);
	}

}
