package io.appinfra.net.actuate.console;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.ClusterNode;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestStatistics;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.Tickers;

/**
 * What the console may look at.
 *
 * @param handlers the handlers, {@code null} if they are not to be seen
 * @param statistics what is known of requests, {@code null} if nothing is
 * @param tickers the tickers, {@code null} if they are not to be seen
 * @param workers the workers, {@code null} if they are not to be seen
 * @param cluster the instances, {@code null} if they are not to be seen or there is one
 * alone
 * @param store holds the shared state, {@code null} if it is not to be seen
 */
public record ConsoleSources(@Nullable Handlers handlers, @Nullable RequestStatistics statistics,
		@Nullable Tickers tickers, @Nullable WorkerSupervisor workers, @Nullable ClusterNode cluster,
		@Nullable StateStore store) {

}
