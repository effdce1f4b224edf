package io.appinfra.net.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerStatus.LastExit;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Endpoint that shows and restarts the workers of the application.
 */
@Endpoint(id = "workers")
public final class WorkersEndpoint {

	private final WorkerSupervisor supervisor;

	/**
	 * Create the endpoint.
	 * @param supervisor the supervisor of the workers
	 */
	public WorkersEndpoint(WorkerSupervisor supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * Return all workers.
	 * @return the workers
	 */
	@ReadOperation
	public WorkersDescriptor workers() {
		Map<String, WorkerDescriptor> descriptors = new LinkedHashMap<>();
		this.supervisor.workers().forEach((status) -> descriptors.put(status.name(), WorkerDescriptor.of(status)));
		return new WorkersDescriptor(descriptors);
	}

	/**
	 * Return one worker.
	 * @param name the name of the worker
	 * @return the worker, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable WorkerDescriptor worker(@Selector String name) {
		return workers().workers().get(name);
	}

	/**
	 * Do something with a worker. Returns before its process has ended.
	 * @param name the name of the worker
	 * @param action {@code restart}: stop its process normally, and put another, or the
	 * standby, in its place
	 * @return the worker
	 * @throws InvalidEndpointRequestException if there is no worker of that name, or it
	 * is stopped, or there is no such action
	 */
	@WriteOperation
	public WorkerDescriptor change(@Selector String name, @Nullable String action) {
		if (!"restart".equals(action)) {
			throw invalid((action != null) ? "There is no action '%s': it is restart".formatted(action)
					: "An 'action' (restart) has to be given");
		}
		try {
			return WorkerDescriptor.of(this.supervisor.restart(name));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw invalid(ex.getMessage());
		}
	}

	private static InvalidEndpointRequestException invalid(@Nullable String reason) {
		return new InvalidEndpointRequestException("Worker was not changed: " + reason, reason);
	}

	/**
	 * All workers.
	 *
	 * @param workers the workers by their names
	 */
	public record WorkersDescriptor(Map<String, WorkerDescriptor> workers) implements OperationResponseBody {

	}

	/**
	 * One worker.
	 *
	 * @param state what it is doing
	 * @param pid the id of its process, {@code null} if it has none
	 * @param startedAt when its process was started, {@code null} if it has none
	 * @param restarts how often its process was started again
	 * @param heartbeatAgeMs how long ago its last sign of life came, in milliseconds,
	 * {@code null} if it has no process
	 * @param rssBytes its resident memory in bytes, {@code null} if it is not known
	 * @param tickers the names of its tickers
	 * @param lastExit how its process has ended last, {@code null} if none has
	 */
	public record WorkerDescriptor(WorkerState state, @Nullable Long pid, @Nullable Instant startedAt, long restarts,
			@Nullable Long heartbeatAgeMs, @Nullable Long rssBytes, List<String> tickers,
			@Nullable LastExit lastExit) implements OperationResponseBody {

		static WorkerDescriptor of(WorkerStatus status) {
			Duration age = status.heartbeatAge();
			return new WorkerDescriptor(status.state(), status.pid(), status.startedAt(), status.restarts(),
					(age != null) ? age.toMillis() : null, status.rssBytes(), status.tickers(), status.lastExit());
		}

	}

}
