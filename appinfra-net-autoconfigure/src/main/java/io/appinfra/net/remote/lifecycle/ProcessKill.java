package io.appinfra.net.remote.lifecycle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.process.ChildProcess;
import io.appinfra.net.remote.log.WorkerLog;

/**
 * Ends a worker's process by force, and logs why, with what its threads did. Safe for use
 * by many threads.
 */
final class ProcessKill {

	private static final Duration THREAD_DUMP_COMES = Duration.ofSeconds(1);

	private final ChildProcess process;

	private final WorkerLog log;

	private final EventLoop loop;

	private volatile @Nullable String reason;

	/**
	 * What its threads did when it was slow to stop.
	 */
	private volatile @Nullable String threads;

	ProcessKill(ChildProcess process, WorkerLog log, EventLoop loop) {
		this.process = process;
		this.log = log;
		this.loop = loop;
	}

	/**
	 * Kill the process at once, unless it has ended.
	 * @param why why, for the operator to read
	 */
	void ifAlive(String why) {
		if (!this.process.exit().isDone()) {
			this.reason = why;
			String threads = this.threads;
			if (threads != null) {
				this.log.dump(why, threads);
			}
			this.process.kill();
		}
	}

	/**
	 * Kill the process as soon as it has sent what its threads do, or a second later.
	 * @param why why, for the operator to read
	 * @param control the connection to the process, {@code null} if it has none: then it
	 * is killed at once
	 */
	void afterDump(String why, @Nullable ControlConnection control) {
		this.reason = why;
		if (control == null) {
			this.process.kill();
		}
		else {
			control.askForThreads();
			this.loop.after(THREAD_DUMP_COMES, this.process::kill);
		}
	}

	/**
	 * The process has sent what its threads do.
	 * @param threads the threads with their stacks
	 */
	void dumped(String threads) {
		String why = this.reason;
		if (why != null) {
			this.log.dump(why, threads);
			this.process.kill();
		}
		else {
			this.threads = threads;
		}
	}

	/**
	 * Return why the process was killed.
	 * @return the reason, {@code null} if it was not killed
	 */
	@Nullable String reason() {
		return this.reason;
	}

}
