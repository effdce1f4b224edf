package io.appinfra.net.supervisor;

import org.springframework.context.SmartLifecycle;

import io.appinfra.net.ticker.local.TickerLifecycle;

/**
 * Starts the workers after the web server and stops them before it.
 */
public final class WorkerLifecycle implements SmartLifecycle {

	private final WorkerSupervisor supervisor;

	/**
	 * Create a lifecycle.
	 * @param supervisor the supervisor
	 */
	public WorkerLifecycle(WorkerSupervisor supervisor) {
		this.supervisor = supervisor;
	}

	@Override
	public void start() {
		this.supervisor.start();
	}

	@Override
	public void stop() {
		this.supervisor.stop().join();
	}

	@Override
	public void stop(Runnable callback) {
		this.supervisor.stop().whenComplete((stopped, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.supervisor.isRunning();
	}

	@Override
	public int getPhase() {
		return TickerLifecycle.PHASE;
	}

}
