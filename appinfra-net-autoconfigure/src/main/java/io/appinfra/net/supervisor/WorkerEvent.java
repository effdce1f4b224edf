package io.appinfra.net.supervisor;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.ProcessEnd;

/**
 * What happens to a worker. Processes are known by the numbers with which they were
 * launched; one that has ended is known no more.
 */
sealed interface WorkerEvent {

	/**
	 * Something that happens to one of its processes.
	 */
	sealed interface OfProcess extends WorkerEvent {

		long process();

	}

	/**
	 * The application starts.
	 */
	record Start() implements WorkerEvent {

	}

	/**
	 * The application stops.
	 */
	record Stop() implements WorkerEvent {

	}

	/**
	 * Somebody asks for another process.
	 */
	record Restart() implements WorkerEvent {

	}

	/**
	 * The application of a process has started.
	 *
	 * @param process the process
	 * @param lacking what it lacks so that it cannot become the worker, {@code null} if
	 * nothing
	 */
	record Prepared(long process, @Nullable String lacking) implements OfProcess {

	}

	/**
	 * The tickers of a process have started.
	 *
	 * @param process the process
	 * @param archiveMissing whether a class data archive should be written
	 */
	record Ready(long process, boolean archiveMissing) implements OfProcess {

	}

	/**
	 * The tickers of a process have stopped, and its application closes.
	 *
	 * @param process the process
	 */
	record Closing(long process) implements OfProcess {

	}

	/**
	 * A process has given a sign of life.
	 *
	 * @param process the process
	 */
	record Heard(long process) implements OfProcess {

	}

	/**
	 * A tick of a process runs too long.
	 *
	 * @param process the process
	 * @param ticker the name of the ticker
	 * @param why that in words
	 * @param lost whether it is lost anyway, since another instance may go on with its
	 * ticker
	 */
	record Overdue(long process, String ticker, String why, boolean lost) implements OfProcess {

	}

	/**
	 * A process has ended, or could not be started.
	 *
	 * @param process the process
	 * @param end how it has ended
	 */
	record Ended(long process, ProcessEnd end) implements OfProcess {

	}

	/**
	 * A timer that was armed is due.
	 *
	 * @param timer the timer
	 */
	record Due(WorkerTimer timer) implements WorkerEvent {

	}

	/**
	 * A timer of a worker: one of each kind, and one to watch each process. Armed anew,
	 * it is due at the new time only.
	 *
	 * @param kind what it is for
	 * @param process the process that it watches, 0 if it watches none
	 */
	record WorkerTimer(Kind kind, long process) {

		static final WorkerTimer START = new WorkerTimer(Kind.START, 0);

		static final WorkerTimer STANDBY = new WorkerTimer(Kind.STANDBY, 0);

		static WorkerTimer watch(long process) {
			return new WorkerTimer(Kind.WATCH, process);
		}

		enum Kind {

			/** The worker is started again. */
			START,

			/** A standby is started again. */
			STANDBY,

			/** A process is looked after. */
			WATCH

		}

	}

}
