package io.appinfra.net.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.appinfra.net.cluster.record.RecordStatus;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * The tickers of the cluster that tick in this instance, each tick let begin by its
 * record.
 */
public final class GatedRuns implements TickerRuns {

	private final Group group;

	private final ClusterGate gate;

	/**
	 * Create runs.
	 * @param group the tickers of this instance
	 * @param gate the gate of that group
	 */
	public GatedRuns(Group group, ClusterGate gate) {
		this.group = group;
		this.gate = gate;
	}

	@Override
	public void start(String ticker, String owner) {
		this.group.start(ticker, (definition) -> open(definition, owner));
	}

	private TickGate.Start open(TickerDefinition definition, String owner) {
		TickerRecord record = this.gate.open(definition.name(), owner);
		return new TickGate.Start(RecordStatus.of(definition, record), this.gate.started(definition),
				record.triggers() > 0);
	}

	@Override
	public CompletionStage<?> stop(String ticker) {
		this.gate.close(ticker);
		return this.group.stop(ticker);
	}

	@Override
	public CompletionStage<?> abandon(String ticker) {
		this.gate.close(ticker);
		return this.group.abandon(ticker);
	}

	@Override
	public boolean isReady(String ticker) {
		return this.group.isReady(ticker);
	}

	@Override
	public TickerControl control(String ticker) {
		return this.group.control(ticker);
	}

	/**
	 * The tickers of an instance.
	 */
	public interface Group {

		/**
		 * Start a ticker.
		 * @param ticker the name of the ticker
		 * @param opening lets it tick from now on, and returns what it starts from; it
		 * may wait, and fails with an {@link IllegalStateException} if it may not tick
		 */
		void start(String ticker, Function<TickerDefinition, TickGate.Start> opening);

		/**
		 * Stop a ticker when its tick has ended.
		 * @param ticker the name of the ticker
		 * @return is completed after its {@code onStop}
		 */
		CompletionStage<?> stop(String ticker);

		/**
		 * Stop a ticker at once.
		 * @param ticker the name of the ticker
		 * @return is completed after its {@code onStop}
		 */
		CompletionStage<?> abandon(String ticker);

		/**
		 * Return whether a ticker could tick.
		 * @param ticker the name of the ticker
		 * @return whether what it runs in is there
		 */
		boolean isReady(String ticker);

		/**
		 * Return a ticker.
		 * @param ticker the name of the ticker
		 * @return the ticker
		 */
		TickerControl control(String ticker);

	}

}
