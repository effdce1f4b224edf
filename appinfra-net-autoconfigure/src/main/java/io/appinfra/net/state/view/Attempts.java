package io.appinfra.net.state.view;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerException;

/**
 * The attempts of one thread to replace a value that others change as well. They end when
 * they have taken too long, when the thread is interrupted, and where none can succeed,
 * as the function of a {@code compute} changes the very key each time.
 */
final class Attempts implements AutoCloseable {

	static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

	static final int FEWEST = 10;

	private static final ThreadLocal<Map<Key, Attempts>> current = new ThreadLocal<>();

	private final LongSupplier nanoTime;

	private final Key key;

	private final @Nullable Attempts outer;

	private final long start;

	private int failed;

	private int changedByItself;

	private boolean changed;

	Attempts(Object store, String map, String key) {
		this(store, map, key, System::nanoTime);
	}

	Attempts(Object store, String map, String key, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.key = new Key(store, map, key);
		this.start = nanoTime.getAsLong();
		if (current.get() == null) {
			current.set(new HashMap<>());
		}
		this.outer = current.get().put(this.key, this);
	}

	/**
	 * Take note that this thread changes a key, maybe inside a function that computes it.
	 * @param store where the map is kept
	 * @param map the name of the map
	 * @param key the key
	 */
	static void changed(Object store, String map, String key) {
		Map<Key, Attempts> all = current.get();
		Attempts attempts = (all != null) ? all.get(new Key(store, map, key)) : null;
		if (attempts != null) {
			attempts.changed = true;
			attempts.succeeded();
		}
	}

	/**
	 * Take note that this thread changes all keys of a map.
	 * @param store where the map is kept
	 * @param map the name of the map
	 */
	static void changed(Object store, String map) {
		Map<Key, Attempts> all = current.get();
		if (all != null) {
			all.keySet()
				.stream()
				.filter((key) -> key.isOf(store, map))
				.forEach((key) -> changed(store, map, key.key()));
		}
	}

	/**
	 * Take note of an attempt that succeeded: to those around it, this thread has changed
	 * the key.
	 */
	void succeeded() {
		for (Attempts around = this.outer; around != null; around = around.outer) {
			around.changed = true;
		}
	}

	/**
	 * Go on after an attempt that failed, as the value was changed meanwhile.
	 * @throws IllegalStateException if the function changes the key that it computes
	 * @throws ServerException if there should be no further one for another reason
	 */
	void failed() {
		this.failed++;
		this.changedByItself += this.changed ? 1 : 0;
		this.changed = false;
		if (this.changedByItself >= FEWEST) {
			throw new IllegalStateException(("A function that computes %s changes that key itself each time, so that "
					+ "its result is never stored. Return the value, and store nothing else at that key.")
				.formatted(this.key));
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new ServerException("The thread was interrupted while others changed " + this.key
					+ " faster than it computed a value. Nothing was stored.");
		}
		long nanos = this.nanoTime.getAsLong() - this.start;
		if (nanos >= LONGEST && this.failed >= FEWEST) {
			throw new ServerException(("Others have changed %s during each of %d attempts to compute it, in %d s. "
					+ "Nothing was stored. Make the function faster, or let all who change the key take a lock.")
				.formatted(this.key, this.failed, TimeUnit.NANOSECONDS.toSeconds(nanos)));
		}
	}

	@Override
	public void close() {
		Map<Key, Attempts> all = current.get();
		if (this.outer != null) {
			all.put(this.key, this.outer);
			return;
		}
		all.remove(this.key);
		if (all.isEmpty()) {
			current.remove();
		}
	}

	private record Key(Object store, String map, String key) {

		boolean isOf(Object store, String map) {
			return this.store == store && this.map.equals(map);
		}

		@Override
		public String toString() {
			return "key '%s' of shared map '%s'".formatted(this.key, this.map);
		}

	}

}
