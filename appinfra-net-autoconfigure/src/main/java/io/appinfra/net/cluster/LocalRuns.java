package io.appinfra.net.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The tickers of the cluster that tick in this process.
 */
public final class LocalRuns implements TickerRuns {

	private final Group group;

	private final ClusterGate gate;

	/**
	 * Create runs.
	 * @param group the tickers of this process
	 * @param gate the gate of that group
	 */
	public LocalRuns(Group group, ClusterGate gate) {
		this.group = group;
		this.gate = gate;
	}

	@Override
	public void start(String ticker, String owner) {
		TickerRecord record = this.gate.open(ticker, owner);
		this.group.start(ticker, (definition) -> RecordStatus.of(definition, record));
		if (record.triggers() > 0) {
			control(ticker).trigger();
		}
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
	public TickerControl control(String ticker) {
		return this.group.control(ticker);
	}

	/**
	 * The tickers of a process.
	 */
	public interface Group {

		/**
		 * Start a ticker.
		 * @param ticker the name of the ticker
		 * @param status returns what is known of it for its definition
		 */
		void start(String ticker, Function<TickerDefinition, TickerStatus> status);

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
		 * Return a ticker.
		 * @param ticker the name of the ticker
		 * @return the ticker
		 */
		TickerControl control(String ticker);

	}

}
