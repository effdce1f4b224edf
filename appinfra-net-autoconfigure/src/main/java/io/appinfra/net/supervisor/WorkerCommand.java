package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;

/**
 * What is to be done about a worker.
 */
sealed interface WorkerCommand {

	/**
	 * Carry the command out.
	 * @param worker what it is carried out on
	 */
	void execute(WorkerActions worker);

	/**
	 * Start a process.
	 *
	 * @param process its number
	 * @param forArchive whether it is to write a class data archive, and not to tick
	 */
	record Launch(long process, boolean forArchive) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.launch(this.process, this.forArchive);
		}

	}

	/**
	 * Let the tickers of a process start.
	 *
	 * @param process the process
	 */
	record Begin(long process) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.begin(this.process);
		}

	}

	/**
	 * Stop a process normally.
	 *
	 * @param process the process
	 */
	record StopProcess(long process) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.stop(this.process);
		}

	}

	/**
	 * End a process at once, since it is not needed any more.
	 *
	 * @param process the process
	 * @param why why, for the operator to read
	 */
	record Discard(long process, String why) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.discard(this.process, this.why);
		}

	}

	/**
	 * End a process when it has reported what its threads do.
	 *
	 * @param process the process
	 * @param why why, for the operator to read
	 */
	record Kill(long process, String why) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.kill(this.process, this.why);
		}

	}

	/**
	 * Forget a process, which has ended.
	 *
	 * @param process the process
	 */
	record Forget(long process) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.forget(this.process);
		}

	}

	/**
	 * Arm a timer, anew if it is armed.
	 *
	 * @param timer the timer
	 * @param delay when it is due
	 */
	record Arm(WorkerTimer timer, Duration delay) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.arm(this.timer, this.delay);
		}

	}

	/**
	 * Disarm a timer, if it is armed.
	 *
	 * @param timer the timer
	 */
	record Disarm(WorkerTimer timer) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.disarm(this.timer);
		}

	}

	/**
	 * Let the tickers know in which state their process is.
	 *
	 * @param change what has become of it
	 */
	record Tickers(Change change) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.tickers(this.change);
		}

		enum Change {

			/** They have started, and can be triggered. */
			READY,

			/** The process stops, and another one takes its place. */
			REPLACED,

			/** The process has ended, and another one is started. */
			ENDED,

			/** The process has ended, and no other one is started. */
			STOPPED

		}

	}

	/**
	 * Let a ticker know that its process is killed for it.
	 *
	 * @param ticker the name of the ticker
	 */
	record TimedOut(String ticker) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.timedOut(this.ticker);
		}

	}

	/**
	 * Count a restart.
	 *
	 * @param reason why there is one
	 */
	record Count(RestartReason reason) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.count(this.reason);
		}

	}

	/**
	 * Keep how the current process has ended.
	 *
	 * @param code its exit code, {@code null} if it could not be started at all
	 * @param reason the reason
	 */
	record Exit(@Nullable Integer code, String reason) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.exited(this.code, this.reason);
		}

	}

	/**
	 * Take the class data archive, or what there is of it.
	 *
	 * @param written whether it is complete
	 */
	record Archive(boolean written) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.archive(this.written);
		}

	}

	/**
	 * Log that the current process is up.
	 *
	 * @param process the process
	 * @param after how long it took
	 */
	record Up(long process, Duration after) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.up(this.process, this.after);
		}

	}

	/**
	 * Log something about a process.
	 *
	 * @param level how serious it is
	 * @param process the process, 0 for the worker itself
	 * @param text what there is to say
	 * @param successor the process that takes over, 0 if none does
	 * @param lastLines what the process wrote last, empty if that is of no interest
	 */
	record Report(EndTexts.Level level, long process, String text, long successor,
			List<String> lastLines) implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.report(this);
		}

		static Report info(long process, String text) {
			return new Report(EndTexts.Level.INFO, process, text, 0, List.of());
		}

	}

	/**
	 * No ticker of the worker ticks any more, and its processes close: report that to
	 * whoever stopped it.
	 */
	record Quiet() implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.quiet();
		}

	}

	/**
	 * The worker has stopped: report that to whoever stopped it.
	 */
	record Stopped() implements WorkerCommand {

		@Override
		public void execute(WorkerActions worker) {
			worker.stopped();
		}

	}

}
