package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;

/**
 * Tells a ticker when to look at its schedule. Used with the lock of the ticker.
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

	private @Nullable Future<?> armed;

	TickTimer(TickerDefinition definition, TickerRuntime runtime, Runnable timeIsUp) {
		this.definition = definition;
		this.runtime = runtime;
		this.timeIsUp = timeIsUp;
	}

	/**
	 * Tell when some time has passed, or earlier, in place of what was told before.
	 * @param delay the time
	 */
	void arm(Duration delay) {
		disarm();
		boolean looksAgain = this.definition.settings().mode() == TickMode.CRON
				&& delay.compareTo(LOOK_AT_WALL_CLOCK) > 0;
		try {
			this.armed = this.runtime.schedule(this.timeIsUp, looksAgain ? LOOK_AT_WALL_CLOCK : delay);
		}
		catch (TaskRejectedException ex) {
			logger.debug("Ticker '%s' does not tick any more, since the scheduler has stopped"
				.formatted(this.definition.name()), ex);
		}
	}

	void disarm() {
		if (this.armed != null) {
			this.armed.cancel(false);
			this.armed = null;
		}
	}

}
