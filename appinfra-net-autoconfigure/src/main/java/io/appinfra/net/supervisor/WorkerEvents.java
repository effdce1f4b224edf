package io.appinfra.net.supervisor;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickerStatus;

/**
 * What a worker's process tells its worker, in any thread.
 */
interface WorkerEvents {

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

		boolean inOrder() {
			return this.code != null && this.code == 0;
		}

	}

}
