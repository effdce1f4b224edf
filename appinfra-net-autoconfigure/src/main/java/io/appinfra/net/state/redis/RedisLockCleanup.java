package io.appinfra.net.state.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.LockAttempts;

/**
 * Frees locks that nobody would free. Of some attempts to take a lock it is not known
 * whether they took it or a place in the queue, and a server that takes the place of
 * another may not know that one is over. Tries again until the server answers.
 */
final class RedisLockCleanup implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisLockCleanup.class);

	private static final long PAUSE_MILLIS = 1000;

	private final Queue<RedisWait> unknown = new ConcurrentLinkedQueue<>();

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
			new DetachedThreads("appinfra-state-locks-"));

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final AtomicBoolean suspect = new AtomicBoolean();

	private final RedisScripts scripts;

	private final String store;

	private final LockAttempts attempts;

	private final RedisWorkers workers;

	RedisLockCleanup(RedisScripts scripts, String store, LockAttempts attempts, RedisWorkers workers) {
		this.scripts = scripts;
		this.store = store;
		this.attempts = attempts;
		this.workers = workers;
	}

	/**
	 * Free the lock of an attempt of which it is not known whether it succeeded, and let
	 * it not succeed later: its request can still be on its way.
	 * @param attempt the attempt
	 */
	void free(RedisWait attempt) {
		this.unknown.add(attempt);
		schedule();
	}

	/**
	 * Make good what the server may have lost, as it has not answered or was replaced:
	 * let it forget attempts that are over, and admit workers again.
	 */
	void suspect() {
		this.suspect.set(true);
		schedule();
	}

	private void schedule() {
		try {
			if (this.scheduled.compareAndSet(false, true)) {
				this.thread.schedule(this::run, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The store is closed, and its locks are free", ex);
		}
	}

	private void run() {
		this.scheduled.set(false);
		try {
			freeUnknown();
			restore();
		}
		catch (StateUnavailableException ex) {
			logger.debug("Locks were not freed yet", ex);
			schedule();
		}
	}

	private void freeUnknown() {
		RedisWait attempt = this.unknown.peek();
		while (attempt != null) {
			this.scripts.number(RedisScript.VOID, attempt.lock(), attempt.id(), attempt.host(), attempt.owner());
			this.unknown.remove();
			attempt = this.unknown.peek();
		}
	}

	private void restore() {
		if (!this.suspect.getAndSet(false)) {
			return;
		}
		List<Object> arguments = new ArrayList<>(List.of(this.store));
		arguments.addAll(this.attempts.ongoing());
		try {
			this.scripts.number(RedisScript.FORGET, arguments.toArray());
			this.workers.restore();
		}
		catch (StateUnavailableException ex) {
			this.suspect.set(true);
			throw ex;
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
