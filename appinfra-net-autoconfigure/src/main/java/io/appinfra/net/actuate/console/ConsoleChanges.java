package io.appinfra.net.actuate.console;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import io.appinfra.net.actuate.Refusal;
import io.appinfra.net.actuate.TickersEndpoint;
import io.appinfra.net.actuate.TickersEndpointWebExtension;
import io.appinfra.net.actuate.WorkersEndpoint;
import io.appinfra.net.actuate.WorkersEndpointWebExtension;
import io.appinfra.net.cluster.ClusterTickers;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.Tickers;

/**
 * What the console may change. Safe for use by many threads.
 */
public final class ConsoleChanges {

	private final @Nullable TickersEndpointWebExtension tickers;

	private final @Nullable WorkersEndpointWebExtension workers;

	/**
	 * Create changes.
	 * @param tickers the tickers, {@code null} if they are not to be changed
	 * @param cluster the instances, {@code null} if there is one alone
	 * @param workers the workers, {@code null} if they are not to be changed
	 */
	public ConsoleChanges(@Nullable Tickers tickers, @Nullable ClusterTickers cluster,
			@Nullable WorkerSupervisor workers) {
		this.tickers = (tickers != null) ? new TickersEndpointWebExtension(new TickersEndpoint(tickers, cluster))
				: null;
		this.workers = (workers != null) ? new WorkersEndpointWebExtension(new WorkersEndpoint(workers)) : null;
	}

	boolean mayChangeTickers() {
		return this.tickers != null;
	}

	boolean mayChangeWorkers() {
		return this.workers != null;
	}

	/**
	 * Do something with a ticker or a worker.
	 * @param kind {@code tickers} or {@code workers}
	 * @param name the name of the ticker or worker
	 * @param action as at the endpoint of that name, or {@code null}
	 * @param interval as at the endpoint of that name, or {@code null}
	 * @return as at the endpoint of that name, or 403 if that may not be changed
	 */
	WebEndpointResponse<OperationResponseBody> change(String kind, String name, @Nullable String action,
			@Nullable String interval) {
		if (kind.equals("tickers") && this.tickers != null) {
			return this.tickers.change(name, action, interval);
		}
		if (kind.equals("workers") && this.workers != null) {
			return this.workers.change(name, action);
		}
		return Refusal.forbidden("The console cannot change " + kind);
	}

}
