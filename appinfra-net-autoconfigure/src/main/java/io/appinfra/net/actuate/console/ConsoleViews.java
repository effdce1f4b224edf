package io.appinfra.net.actuate.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.actuate.Durations;
import io.appinfra.net.cluster.ClusterTickers.Ownership;
import io.appinfra.net.cluster.Instance;
import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.http.RequestStatistics.Requests;
import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.ticker.RecentTick;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * What the console is sent. Instants are in milliseconds since 1970.
 */
final class ConsoleViews {

	private ConsoleViews() {
	}

	private static @Nullable Long millis(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

	/**
	 * A handler, with its requests if they are known.
	 */
	record HandlerView(List<String> paths, List<String> methods, @Nullable Requests requests) {

		static HandlerView of(HandlerDescription handler, @Nullable Requests requests) {
			return new HandlerView(handler.paths(), handler.methods(), requests);
		}

	}

	/**
	 * A ticker without its ticks. It has a scope if it is one of the cluster.
	 */
	record TickerView(TickMode mode, @Nullable String interval, @Nullable String cron, @Nullable String worker,
			TickerState state, boolean paused, @Nullable TickScope scope, @Nullable String owner, long ticks,
			long failures, long failuresInARow, long skipped, @Nullable Long nextAt, @Nullable Long runningSince,
			@Nullable String error) {

		static TickerView of(TickerStatus status, @Nullable Instant runningSince, @Nullable Ownership ownership) {
			Duration interval = status.interval();
			return new TickerView(status.mode(), (interval != null) ? Durations.text(interval) : null, status.cron(),
					status.worker(), status.state(), status.paused(), (ownership != null) ? TickScope.CLUSTER : null,
					(ownership != null) ? ownership.owner() : null, status.ticks(), status.failures(),
					status.failuresInARow(), status.skipped(), millis(status.nextAt()), millis(runningSince),
					status.error());
		}

	}

	/**
	 * A tick.
	 */
	record TickView(long number, long startedAt, double durationMs, double latenessMs, TickRecord.Outcome outcome,
			@Nullable String error, long skipped, long unseen) {

		static TickView of(RecentTick recent) {
			TickRecord tick = recent.tick();
			return new TickView(tick.number(), tick.startedAt().toEpochMilli(), tick.durationMs(), tick.latenessMs(),
					tick.outcome(), tick.error(), recent.skipped(), recent.unseen());
		}

	}

	/**
	 * A worker.
	 */
	record WorkerView(WorkerState state, @Nullable Long pid, @Nullable Long startedAt, long restarts,
			@Nullable Long rssBytes, List<String> tickers, @Nullable ExitView lastExit) {

		static WorkerView of(WorkerStatus status) {
			return new WorkerView(status.state(), status.pid(), millis(status.startedAt()), status.restarts(),
					status.rssBytes(), status.tickers(), ExitView.of(status.lastExit()));
		}

	}

	/**
	 * An instance, with what is left of its lease in whole seconds.
	 */
	record InstanceView(String host, long pid, long startedAt, Instance.State state, long leaseLeftSeconds,
			List<String> tickers, boolean self) {

		static InstanceView of(Instance instance, boolean self) {
			return new InstanceView(instance.host(), instance.pid(), instance.startedAt().toEpochMilli(),
					instance.state(), instance.leaseLeft().toSeconds(), instance.tickers(), self);
		}

	}

	/**
	 * The end of a worker's process.
	 */
	record ExitView(@Nullable Integer code, String reason, long at) {

		static @Nullable ExitView of(WorkerStatus.@Nullable LastExit exit) {
			return (exit != null) ? new ExitView(exit.code(), exit.reason(), exit.at().toEpochMilli()) : null;
		}

	}

}
