package io.appinfra.net.supervisor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerCommand.Tickers;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;

/**
 * What can be done about a worker: one method for each {@link WorkerCommand}, which says
 * what its parameters are.
 */
interface WorkerActions {

	void launch(long process, boolean forArchive);

	void begin(long process);

	void stop(long process);

	void discard(long process, String why);

	void kill(long process, String why);

	void forget(long process);

	void arm(WorkerTimer timer, Duration delay);

	void disarm(WorkerTimer timer);

	void tickers(Tickers.Change change);

	void timedOut(String ticker);

	void count(RestartReason reason);

	void exited(@Nullable Integer code, String reason);

	void archive(boolean written);

	void up(long process, Duration after);

	void report(Report report);

	void quiet();

	void stopped();

}
