package io.appinfra.net.cluster.record;

import java.time.Duration;

import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * What the record of a ticker says of its status, and the other way round.
 */
public final class RecordStatus {

	private RecordStatus() {
	}

	/**
	 * Return the status of a ticker that does not tick here.
	 * @param definition the ticker
	 * @param record its record
	 * @return the status
	 */
	public static TickerStatus of(TickerDefinition definition, TickerRecord record) {
		TickerStatus status = TickerStatus.of(definition);
		Duration interval = record.interval(definition.settings().interval());
		TickerRecord.Tally tally = record.tally();
		return new TickerStatus(status.name(), status.mode(), interval, status.cron(), status.runIn(), status.worker(),
				TickerState.STANDBY, isPaused(definition, record), record.number(), tally.ticks(), tally.failures(),
				tally.failuresInARow(), tally.skipped(), null, record.last(), null);
	}

	/**
	 * Return whether a ticker is paused: as it was set at runtime, or else as it is
	 * configured.
	 */
	private static boolean isPaused(TickerDefinition definition, TickerRecord record) {
		return record.paused() || (record.number() == 0 && record.change() == null && definition.settings().paused());
	}

	/**
	 * Let a ticker that runs here know what was set, by whichever instance.
	 * @param definition the ticker
	 * @param record its record
	 * @param ticker the ticker as it runs here
	 */
	public static void apply(TickerDefinition definition, TickerRecord record, TickerControl ticker) {
		TickerStatus status = ticker.status();
		if (isPaused(definition, record) && !status.paused()) {
			ticker.pause();
		}
		else if (!isPaused(definition, record) && status.paused()) {
			ticker.resume();
		}
		Duration interval = record.interval(definition.settings().interval());
		if (interval != null && !interval.equals(status.interval())) {
			ticker.setInterval(interval);
		}
		if (record.triggers() > 0) {
			ticker.trigger();
		}
	}

}
