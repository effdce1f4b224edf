package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A worker at one moment.
 *
 * @param name the name
 * @param state what it is doing
 * @param pid the id of its process, {@code null} if it has none
 * @param startedAt when its process was started, {@code null} if it has none
 * @param restarts how often its process was started again
 * @param heartbeatAge how long ago its last sign of life came, {@code null} if it has no
 * process
 * @param rssBytes its resident memory in bytes, {@code null} if it is not known
 * @param tickers the names of its tickers
 * @param lastExit how its process has ended last, {@code null} if none has
 */
public record WorkerStatus(String name, WorkerState state, @Nullable Long pid, @Nullable Instant startedAt,
		long restarts, @Nullable Duration heartbeatAge, @Nullable Long rssBytes, List<String> tickers,
		@Nullable LastExit lastExit) {

	/**
	 * How a worker's process has ended.
	 *
	 * @param code its exit code, {@code null} if it could not be started at all
	 * @param reason what the code means, and why the supervisor ended it, if it did; for
	 * a process that failed to start also what it wrote last
	 * @param at when it has ended
	 */
	public record LastExit(@Nullable Integer code, String reason, Instant at) {

	}

}
