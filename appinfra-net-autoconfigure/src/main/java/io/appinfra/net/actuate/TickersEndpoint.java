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
import org.springframework.boot.convert.DurationStyle;

import io.appinfra.net.cluster.ClusterTickers;
import io.appinfra.net.cluster.ClusterTickers.Ownership;
import io.appinfra.net.ticker.RecentTick;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

/**
 * Endpoint that shows and changes the tickers of the application, wherever they run.
 */
@Endpoint(id = "tickers")
public final class TickersEndpoint {

	private final Tickers tickers;

	private final @Nullable ClusterTickers cluster;

	/**
	 * Create the endpoint.
	 * @param tickers the tickers
	 * @param cluster knows which instance owns which ticker, {@code null} if there is one
	 * instance
	 */
	public TickersEndpoint(Tickers tickers, @Nullable ClusterTickers cluster) {
		this.tickers = tickers;
		this.cluster = cluster;
	}

	/**
	 * Return all tickers.
	 * @return the tickers
	 */
	@ReadOperation
	public TickersDescriptor tickers() {
		Map<String, TickerDescriptor> descriptors = new LinkedHashMap<>();
		this.tickers.names()
			.forEach((name) -> descriptors.put(name,
					TickerDescriptor.of(this.tickers.status(name), ownership(name), null)));
		return new TickersDescriptor(descriptors);
	}

	/**
	 * Return one ticker, with its recent ticks.
	 * @param name the name of the ticker
	 * @return the ticker, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable TickerDescriptor ticker(@Selector String name) {
		return this.tickers.names().contains(name) ? describe(name) : null;
	}

	private TickerDescriptor describe(String name) {
		List<RecentDescriptor> recent = this.tickers.history(name).recent().stream().map(RecentDescriptor::of).toList();
		return TickerDescriptor.of(this.tickers.status(name), ownership(name), recent);
	}

	private @Nullable Ownership ownership(String name) {
		return (this.cluster != null) ? this.cluster.ownership(name) : null;
	}

	/**
	 * Do something with a ticker, or change its interval.
	 * @param name the name of the ticker
	 * @param action {@code trigger}, {@code pause}, {@code resume}, or {@code hand-over}
	 * to let another instance go on
	 * @param interval the interval to set, such as {@code 5s}
	 * @return the ticker
	 * @throws InvalidEndpointRequestException if there is no ticker of that name, or not
	 * exactly one of action and interval, or it makes no sense
	 */
	@WriteOperation
	public TickerDescriptor change(@Selector String name, @Nullable String action, @Nullable String interval) {
		if ((action == null) == (interval == null)) {
			throw invalid("Either 'action' (trigger, pause, resume or hand-over) or 'interval' has to be given");
		}
		try {
			if (interval != null) {
				this.tickers.setInterval(name, DurationStyle.detectAndParse(interval));
			}
			else {
				act(name, action);
			}
			return describe(name);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw invalid(ex.getMessage());
		}
	}

	private void act(String name, String action) {
		switch (action) {
			case "trigger" -> this.tickers.trigger(name);
			case "pause" -> this.tickers.pause(name);
			case "resume" -> this.tickers.resume(name);
			case "hand-over" -> handOver(name);
			default -> throw new IllegalArgumentException(
					"There is no action '%s': it is trigger, pause, resume or hand-over".formatted(action));
		}
	}

	private void handOver(String name) {
		if (this.cluster == null) {
			throw new IllegalArgumentException("Ticker '%s' does not have the scope 'cluster'".formatted(name));
		}
		this.cluster.handOver(name);
	}

	private static InvalidEndpointRequestException invalid(@Nullable String reason) {
		return new InvalidEndpointRequestException("Ticker was not changed: " + reason, reason);
	}

	/**
	 * All tickers.
	 *
	 * @param tickers the tickers by their names
	 */
	public record TickersDescriptor(Map<String, TickerDescriptor> tickers) implements OperationResponseBody {

	}

	/**
	 * One ticker.
	 *
	 * @param mode when the next tick is due
	 * @param interval the interval, such as {@code 5s}, {@code null} if the mode has none
	 * @param cron the cron expression, {@code null} if the mode has none
	 * @param runIn where it runs
	 * @param worker the name of its worker, {@code null} in-process
	 * @param scope in which instances it ticks
	 * @param owner the name of the instance that it ticks in, {@code null} if it ticks in
	 * each or in none
	 * @param changed what was set last for all instances, {@code null} if nothing was
	 * @param changedBy which instance set it, or which user at it, {@code null} if
	 * nothing was set
	 * @param changedAt when it was set, {@code null} if nothing was set
	 * @param state what it is doing
	 * @param ticks how many ticks have ended
	 * @param failures how many of them failed
	 * @param skipped how many ticks were left out
	 * @param nextAt when the next tick is due, {@code null} if none is
	 * @param last the tick that ended last, {@code null} before the first
	 * @param error why the ticker could not start, {@code null} otherwise
	 * @param recent the ticks that ended last, the newest last, {@code null} in the list
	 * of all tickers
	 */
	public record TickerDescriptor(TickMode mode, @Nullable String interval, @Nullable String cron, RunIn runIn,
			@Nullable String worker, TickScope scope, @Nullable String owner, @Nullable String changed,
			@Nullable String changedBy, @Nullable Instant changedAt, TickerState state, long ticks, long failures,
			long skipped, @Nullable Instant nextAt, @Nullable TickRecord last, @Nullable String error,
			@Nullable List<RecentDescriptor> recent) implements OperationResponseBody {

		private static final Ownership NOBODY = new Ownership(null, null, null, null);

		static TickerDescriptor of(TickerStatus status, @Nullable Ownership ownership,
				@Nullable List<RecentDescriptor> recent) {
			Duration interval = status.interval();
			TickScope scope = (ownership != null) ? TickScope.CLUSTER : TickScope.INSTANCE;
			Ownership known = (ownership != null) ? ownership : NOBODY;
			return new TickerDescriptor(status.mode(), (interval != null) ? Durations.text(interval) : null,
					status.cron(), status.runIn(), status.worker(), scope, known.owner(), known.changed(),
					known.changedBy(), known.changedAt(), status.state(), status.ticks(), status.failures(),
					status.skipped(), status.nextAt(), status.last(), status.error(), recent);
		}

	}

	/**
	 * A tick of the recent past.
	 *
	 * @param number the number of the tick
	 * @param scheduledAt when it was due
	 * @param startedAt when it began
	 * @param durationMs how long it took, in milliseconds
	 * @param latenessMs how long after it was due it began, in milliseconds
	 * @param outcome how it ended
	 * @param error the failure in one line, {@code null} after a success
	 * @param skipped how many ticks were left out before it
	 * @param unseen how many ticks before it ran and are not in the list
	 */
	public record RecentDescriptor(long number, Instant scheduledAt, Instant startedAt, double durationMs,
			double latenessMs, TickRecord.Outcome outcome, @Nullable String error, long skipped, long unseen) {

		static RecentDescriptor of(RecentTick recent) {
			TickRecord tick = recent.tick();
			return new RecentDescriptor(tick.number(), tick.scheduledAt(), tick.startedAt(), tick.durationMs(),
					tick.latenessMs(), tick.outcome(), tick.error(), recent.skipped(), recent.unseen());
		}

	}

}
