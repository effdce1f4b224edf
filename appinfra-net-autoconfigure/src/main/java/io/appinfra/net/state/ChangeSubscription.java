package io.appinfra.net.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;

/**
 * One listener to the changes of one map. Holds the newest change of each key until the
 * listener has time for it, and calls it on one thread at a time.
 */
public final class ChangeSubscription implements Runnable {

	/**
	 * A listener that is this many keys behind misses removals: what is pending has to
	 * have a bound, and present keys have one in the map itself.
	 */
	static final int MAX_BEHIND = 100_000;

	private static final Log logger = LogFactory.getLog(ChangeSubscription.class);

	private final String map;

	private final BiConsumer<String, @Nullable StoredValue> listener;

	private final Executor executor;

	private final Map<String, Change> pending = new LinkedHashMap<>();

	private boolean running;

	private boolean closed;

	/**
	 * Create a subscription.
	 * @param map the name of the map
	 * @param listener gets each key and its newest value, {@code null} if it was removed
	 * @param executor runs the listener
	 */
	public ChangeSubscription(String map, BiConsumer<String, @Nullable StoredValue> listener, Executor executor) {
		this.map = map;
		this.listener = listener;
		this.executor = executor;
	}

	/**
	 * Create the threads that run the listeners of a store: one for each listener that
	 * has something to do. Once they are shut down, nothing runs any more.
	 * @return the threads
	 */
	public static ExecutorService createThreads() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				new DetachedThreads("appinfra-state-listener-"), new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Take a change, for the listener to be called later.
	 * @param key the key
	 * @param after the new value, {@code null} if the key was removed
	 */
	public void offer(String key, @Nullable StoredValue after) {
		synchronized (this.pending) {
			if (this.closed) {
				return;
			}
			if (after != null || this.pending.size() <= MAX_BEHIND) {
				this.pending.put(key, new Change(key, after));
			}
			else {
				this.pending.remove(key);
			}
			start();
		}
	}

	private void start() {
		if (!this.running) {
			this.executor.execute(this);
			this.running = true;
		}
	}

	@Override
	public void run() {
		for (Change change = next(); change != null; change = next()) {
			call(change);
		}
	}

	private @Nullable Change next() {
		synchronized (this.pending) {
			Iterator<Change> changes = this.pending.values().iterator();
			this.running = changes.hasNext();
			if (!this.running) {
				return null;
			}
			Change next = changes.next();
			changes.remove();
			return next;
		}
	}

	private void call(Change change) {
		try {
			this.listener.accept(change.key(), change.value());
		}
		catch (Throwable ex) {
			logFailure(change.key(), ex);
		}
	}

	private void logFailure(String key, Throwable ex) {
		String message = "A listener to shared map '%s' failed at a change of key '%s'".formatted(this.map, key);
		if (isClosed()) {
			logger.debug(message, ex);
		}
		else {
			logger.warn(message, ex);
		}
	}

	private boolean isClosed() {
		synchronized (this.pending) {
			return this.closed;
		}
	}

	/**
	 * Call the listener no more.
	 */
	public void close() {
		synchronized (this.pending) {
			this.closed = true;
			this.pending.clear();
		}
	}

	private record Change(String key, @Nullable StoredValue value) {

	}

}
