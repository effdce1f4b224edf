package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.appinfra.net.cluster.record.RecordStatus;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.ticker.TickHistory;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A ticker of the cluster, wherever it ticks. What is set counts for all instances, and
 * each method that sets something waits for the store.
 */
final class ClusterTicker implements TickerControl {

	private final TickerDefinition definition;

	private final ClusterDriver driver;

	private final TickerRuns runs;

	private final Supplier<String> who;

	ClusterTicker(TickerDefinition definition, ClusterDriver driver, TickerRuns runs, Supplier<String> who) {
		this.definition = definition;
		this.driver = driver;
		this.runs = runs;
		this.who = who;
	}

	@Override
	public TickerStatus status() {
		String name = this.definition.name();
		if (this.driver.runs(name)) {
			return this.runs.control(name).status();
		}
		TickerRecord record = this.driver.record(name);
		return RecordStatus.of(this.definition, (record != null) ? record : TickerRecord.NEW);
	}

	@Override
	public TickHistory history() {
		return this.runs.control(this.definition.name()).history();
	}

	@Override
	public CompletableFuture<TickRecord> trigger(TickOrigin origin) {
		Versioned record = this.driver.records()
			.change(this.definition.name(), (current) -> current.triggered(change("trigger")));
		return this.driver.awaitTickAfter(this.definition.name(), record.record().number());
	}

	@Override
	public void pause() {
		this.driver.records().change(this.definition.name(), (current) -> current.paused(true, change("pause")));
	}

	@Override
	public void resume() {
		this.driver.records().change(this.definition.name(), (current) -> current.paused(false, change("resume")));
	}

	@Override
	public void setInterval(Duration interval) {
		this.definition.settings().checkInterval(interval);
		Duration configured = this.definition.settings().interval();
		this.driver.records()
			.change(this.definition.name(), (current) -> current.withInterval(interval,
					(configured != null) ? configured : interval, change("interval")));
	}

	private Change change(String action) {
		return new Change(action, this.who.get(), Instant.now());
	}

}
