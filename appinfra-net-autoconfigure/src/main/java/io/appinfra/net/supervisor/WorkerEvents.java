package io.appinfra.net.supervisor;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * What a worker's process tells its worker, in any thread.
 */
interface WorkerEvents {

	/**
	 * It has connected.
	 * @param link what can be told to it
	 */
	void connected(WorkerLink link);

	/**
	 * Its application has started, and waits to {@linkplain WorkerLink#begin begin}.
	 */
	void prepared();

	/**
	 * Its tickers have started.
	 */
	void ready();

	/**
	 * It has given a sign of life.
	 * @param rssBytes its resident memory, -1 if it is not known
	 */
	void heartbeat(long rssBytes);

	/**
	 * A ticker has changed.
	 * @param status the status of the ticker
	 */
	void ticker(TickerStatus status);

	/**
	 * Ticks have ended.
	 * @param ticks the ticks
	 */
	void ticks(TickBatch ticks);

	/**
	 * It has told how its JVM is.
	 * @param report how it is
	 */
	void jvm(JvmReport report);

	/**
	 * It has done what it was asked to do with a ticker.
	 * @param id what the command carried
	 * @param tick the tick that was asked for, {@code null} if none was
	 */
	void done(long id, @Nullable TickRecord tick);

	/**
	 * It could not do what it was asked to do with a ticker.
	 * @param id what the command carried
	 * @param reason why
	 */
	void refused(long id, String reason);

	/**
	 * It has ended, and nothing of it will come any more. The last event.
	 * @param exit how it has ended
	 */
	void ended(ProcessEnd exit);

	/**
	 * How a process has ended.
	 *
	 * @param code its exit code, {@code null} if it could not be started at all
	 * @param reason what that means
	 * @param requested whether somebody asked it to end
	 * @param lastLines what it wrote last
	 */
	record ProcessEnd(@Nullable Integer code, String reason, boolean requested, List<String> lastLines) {

		private static final int LAST_WORDS = 5;

		private static final int LONGEST_LINE = 300;

		private static final Predicate<String> ofStack = Pattern.compile("\\s+(at |\\.\\.\\. \\d).*")
			.asMatchPredicate();

		boolean inOrder() {
			return this.code != null && this.code == 0;
		}

		/**
		 * Return how the process has ended before it was ready.
		 * @return that it has failed to start, the reason, and some of what it wrote last
		 */
		String startFailure() {
			String failure = "failed to start: " + this.reason;
			List<String> words = this.lastLines.stream().filter(ofStack.negate()).toList();
			if (words.isEmpty()) {
				return failure;
			}
			return words.stream()
				.skip(Math.max(0, words.size() - LAST_WORDS))
				.map((line) -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
				.collect(Collectors.joining(" | ", failure + ". Its last output was: ", ""));
		}

	}

}
