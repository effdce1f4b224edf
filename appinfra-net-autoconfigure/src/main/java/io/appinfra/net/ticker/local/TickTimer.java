package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;

import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Calls a ticker when it should look at its schedule. An alarm is decided on with the
 * lock of the ticker, and set without it; the one that was decided on last counts,
 * whichever is set last.
 */
final class TickTimer {

	private static final Log logger = LogFactory.getLog(TickTimer.class);

	/**
	 * How long a cron expression may wait for the monotonic clock, before it looks at the
	 * wall clock again, which may have been set.
	 */
	private static final Duration LOOK_AT_WALL_CLOCK = Duration.ofSeconds(10);

	private final TickerDefinition definition;

	private final TickerRuntime runtime;

	private final Runnable timeIsUp;

	private long set;

	private @Nullable Future<?> future;

	TickTimer(TickerDefinition definition, TickerRuntime runtime, Runnable timeIsUp) {
		this.definition = definition;
		this.runtime = runtime;
		this.timeIsUp = timeIsUp;
	}

	/**
	 * Set an alarm that was decided on.
	 * @param alarm the alarm
	 */
	void set(Alarm alarm) {
		Future<?> replaced = replace(alarm, (alarm.delay() != null) ? schedule(alarm.delay()) : null);
		if (replaced != null) {
			replaced.cancel(false);
		}
	}

	private synchronized @Nullable Future<?> replace(Alarm alarm, @Nullable Future<?> future) {
		if (alarm.number() < this.set) {
			return future;
		}
		Future<?> replaced = this.future;
		this.future = future;
		this.set = alarm.number();
		return replaced;
	}

	private @Nullable Future<?> schedule(Duration delay) {
		boolean looksAgain = this.definition.settings().mode() == TickMode.CRON
				&& delay.compareTo(LOOK_AT_WALL_CLOCK) > 0;
		try {
			return this.runtime.schedule(this.timeIsUp, looksAgain ? LOOK_AT_WALL_CLOCK : delay);
		}
		catch (TaskRejectedException ex) {
			logger.debug("Ticker '%s' does not tick any more, since the scheduler has stopped"
				.formatted(this.definition.name()), ex);
			return null;
		}
	}

	/**
	 * An alarm.
	 *
	 * @param number its number, in the order of decisions
	 * @param delay how long it is until then, {@code null} for no alarm
	 */
	record Alarm(long number, @Nullable Duration delay) {

	}

}
