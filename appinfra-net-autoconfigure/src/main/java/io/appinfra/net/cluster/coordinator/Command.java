package io.appinfra.net.cluster.coordinator;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * What a {@link Coordinator} wants to be done.
 */
public sealed interface Command {

	/**
	 * Carry the command out.
	 * @param actions what it is carried out on
	 */
	void execute(Actions actions);

	/**
	 * Read the records of all tickers: {@link Event.Records}.
	 */
	record ReadAll() implements Command {

		@Override
		public void execute(Actions actions) {
			actions.readAll();
		}

	}

	/**
	 * Read who lives: {@link Event.Members}.
	 */
	record Look() implements Command {

		@Override
		public void execute(Actions actions) {
			actions.look();
		}

	}

	/**
	 * Read a record: {@link Event.Read} or {@link Event.Unanswered}.
	 *
	 * @param ticker the name of the ticker
	 */
	record ReadOne(String ticker) implements Command {

		@Override
		public void execute(Actions actions) {
			actions.readOne(this.ticker);
		}

	}

	/**
	 * Replace a record by one that this instance owns: {@link Event.Written},
	 * {@link Event.Refused} or {@link Event.Unanswered}.
	 *
	 * @param ticker the name of the ticker
	 * @param expected the record that is to be replaced
	 */
	record Take(String ticker, Versioned expected) implements Command {

		@Override
		public void execute(Actions actions) {
			actions.take(this);
		}

	}

	/**
	 * Read the record of a ticker that this instance owns, and replace it by one that
	 * another instance owns: {@link Event.Written}, {@link Event.Refused} if this
	 * instance does not own it any more, or {@link Event.Unanswered}. The heir is
	 * notified.
	 *
	 * @param ticker the name of the ticker
	 * @param heir the name of the other instance's life, {@code null} for any
	 */
	record Release(String ticker, @Nullable String heir) implements Command {

		@Override
		public void execute(Actions actions) {
			actions.release(this);
		}

	}

	/**
	 * Let the ticker tick here, from what stands in its record.
	 *
	 * @param ticker the name of the ticker
	 */
	record Start(String ticker) implements Command {

		@Override
		public void execute(Actions actions) {
			actions.start(this.ticker);
		}

	}

	/**
	 * Let the ticker end here after the tick that runs: {@link Event.Ended}.
	 *
	 * @param ticker the name of the ticker
	 */
	record Stop(String ticker) implements Command {

		@Override
		public void execute(Actions actions) {
			actions.stop(this.ticker);
		}

	}

	/**
	 * End the ticker here at once, since another instance may go on with it:
	 * {@link Event.Ended}.
	 *
	 * @param ticker the name of the ticker
	 */
	record Abandon(String ticker) implements Command {

		@Override
		public void execute(Actions actions) {
			actions.abandon(this.ticker);
		}

	}

	/**
	 * Carries commands out.
	 */
	interface Actions {

		void readAll();

		void look();

		void readOne(String ticker);

		void take(Take take);

		void release(Release release);

		void start(String ticker);

		void stop(String ticker);

		void abandon(String ticker);

	}

}
