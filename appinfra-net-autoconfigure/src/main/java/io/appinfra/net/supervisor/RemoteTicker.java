package io.appinfra.net.supervisor;

import java.time.Instant;

import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * What is known of a ticker that runs in a worker. Safe for use by many threads.
 */
final class RemoteTicker {

	private TickerStatus status;

	private Instant changedAt = Instant.now();

	RemoteTicker(TickerDefinition definition) {
		this.status = TickerStatus.of(definition);
	}

	synchronized TickerStatus status() {
		return this.status;
	}

	synchronized void report(TickerStatus status) {
		this.status = status;
		this.changedAt = Instant.now();
	}

	/**
	 * The process has ended, in the middle of a tick perhaps.
	 * @param state the state of the ticker from now on
	 */
	synchronized void processEnded(TickerState state) {
		if (this.status.state() == TickerState.RUNNING) {
			double duration = Instant.now().toEpochMilli() - this.changedAt.toEpochMilli();
			this.status = this.status.withEnded(new TickRecord(this.status.number(), this.changedAt, this.changedAt,
					duration, 0, TickRecord.Outcome.LOST, "The worker's process has ended during the tick"));
		}
		this.status = this.status.withState(state);
	}

}
