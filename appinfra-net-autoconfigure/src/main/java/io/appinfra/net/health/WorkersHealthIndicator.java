package io.appinfra.net.health;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Health of workers: down if one has ended too often and is started seldom.
 */
public final class WorkersHealthIndicator extends AbstractHealthIndicator {

	private final WorkerSupervisor supervisor;

	/**
	 * Create the indicator.
	 * @param supervisor the supervisor of the workers
	 */
	public WorkersHealthIndicator(WorkerSupervisor supervisor) {
		super("The health of workers could not be read");
		this.supervisor = supervisor;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (WorkerStatus status : this.supervisor.workers()) {
			builder.withDetail(status.name(), details(status));
			if (status.state() == WorkerState.DOWN) {
				builder.down();
			}
		}
	}

	private static Map<String, Object> details(WorkerStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state());
		details.put("restarts", status.restarts());
		if (status.pid() != null) {
			details.put("pid", status.pid());
		}
		if (status.lastExit() != null) {
			details.put("lastExit", status.lastExit());
		}
		return details;
	}

}
