package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.supervisor.WorkerStatus.LastExit;

/**
 * What other threads than its own see of a worker.
 *
 * @param roles its state
 * @param process its current process, {@code null} if it has none
 * @param lastExit how its process has ended last, {@code null} if none has
 * @param jvm how its JVM is
 * @param restartReasons how often there was a restart for which reason
 */
record WorkerView(WorkerRoles roles, @Nullable SupervisedProcess process, @Nullable LastExit lastExit, WorkerJvm jvm,
		Map<RestartReason, Long> restartReasons) {

	WorkerStatus status(String name, List<String> tickers, long now) {
		SupervisedProcess process = this.process;
		Duration silence = (this.roles.current() instanceof Running running) ? Duration.ofNanos(now - running.heard())
				: null;
		return (process != null)
				? new WorkerStatus(name, this.roles.state(), process.pid(), process.startedAt(),
						this.roles.restarts().total(), silence, process.rssBytes(), tickers, this.lastExit)
				: new WorkerStatus(name, this.roles.state(), null, null, this.roles.restarts().total(), null, null,
						tickers, this.lastExit);
	}

}
