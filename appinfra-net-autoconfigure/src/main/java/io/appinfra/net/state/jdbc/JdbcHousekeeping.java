package io.appinfra.net.state.jdbc;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

/**
 * The thread of a {@link JdbcStateStore} that looks for changes, and frees and removes
 * what nobody else would.
 */
final class JdbcHousekeeping {

	private static final Duration SWEEP = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(JdbcHousekeeping.class);

	private final JdbcChanges changes;

	private final JdbcLockCleanup locks;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
			new DetachedThreads("appinfra-state-jdbc-"));

	private volatile boolean unreachable;

	JdbcHousekeeping(JdbcChanges changes, JdbcLockCleanup locks) {
		this.changes = changes;
		this.locks = locks;
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	void start(Duration pollInterval) {
		repeat(this::look, pollInterval);
		repeat(this.locks::sweep, SWEEP);
	}

	private void repeat(Runnable work, Duration interval) {
		this.thread.scheduleWithFixedDelay(() -> quietly(work), interval.toNanos(), interval.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	private void look() {
		this.locks.look();
		this.changes.look();
		if (this.unreachable) {
			this.unreachable = false;
			logger.info("The database of the shared state answers again");
		}
	}

	private void quietly(Runnable work) {
		try {
			work.run();
		}
		catch (ServerShutdownException ex) {
			logger.trace("A store that is closed looks after its tables no longer", ex);
		}
		catch (StateUnavailableException ex) {
			if (!this.unreachable) {
				this.unreachable = true;
				logger.warn("Changes of maps are noticed once the database of the shared state answers: "
						+ ex.getMessage());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Looking after the tables of the shared state failed, and is tried again", ex);
		}
	}

	/**
	 * Let the listeners of a map learn soon of a change that was made here.
	 * @param map the name of the map
	 */
	void changed(String map) {
		if (this.changes.isWatched(map)) {
			try {
				this.thread.execute(() -> quietly(this.changes::look));
			}
			catch (RejectedExecutionException ex) {
				logger.trace("A store that is closed looks for no change", ex);
			}
		}
	}

	void stop() {
		this.thread.shutdown();
	}

}
