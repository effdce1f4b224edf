package io.appinfra.net.state.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StoredValue;

/**
 * The listeners of this process to one map, and what they have seen of it. A message that
 * does not follow the last one, or has no changes, lets the map be read and compared with
 * what was seen. Once in a while the version of the last change is looked up: one that
 * was not announced lets the map be read too, and so does one that is lower than what was
 * seen before, as the server has lost data. For use by one thread, but for registrations,
 * {@link #seen()} and {@link #suspect()}.
 */
final class RedisChanges {

	private final List<ChangeSubscription> subscriptions = new CopyOnWriteArrayList<>();

	private final Map<String, Long> versions = new HashMap<>();

	private final String map;

	private final Snapshots snapshots;

	private volatile long seen = -1;

	private long polled;

	private volatile boolean suspect;

	RedisChanges(String map, Snapshots snapshots) {
		this.map = map;
		this.snapshots = snapshots;
	}

	String map() {
		return this.map;
	}

	SharedMap.Registration subscribe(BiConsumer<String, @Nullable StoredValue> listener, Executor executor) {
		ChangeSubscription subscription = new ChangeSubscription(this.map, listener, executor);
		this.subscriptions.add(subscription);
		return () -> {
			subscription.close();
			this.subscriptions.remove(subscription);
		};
	}

	/**
	 * See the map for the first time, of which listeners learn nothing.
	 */
	void begin() {
		if (this.seen < 0) {
			Snapshot snapshot = read();
			snapshot.entries().forEach((key, value) -> this.versions.put(key, value.version()));
			seen(snapshot.version());
		}
	}

	/**
	 * Return the version of the last change that was seen.
	 * @return the version, negative if nothing was seen yet
	 */
	long seen() {
		return this.seen;
	}

	private void seen(long version) {
		this.seen = version;
		this.polled = version;
	}

	/**
	 * Let the map be read with the next message or look, at the latest.
	 */
	void suspect() {
		this.suspect = true;
	}

	void take(RedisChange change) {
		if (this.seen < 0) {
			return;
		}
		if (!this.suspect && change.before() == this.seen && !change.entries().isEmpty()) {
			this.seen = change.version();
			change.entries().forEach((entry) -> offer(entry.key(), entry.value()));
		}
		else if (this.suspect || change.version() > this.seen) {
			catchUp();
		}
	}

	/**
	 * Take the version of the last change, as it is looked up from time to time. A
	 * message that is missing until the next look was lost.
	 * @param last the version
	 * @param asked what was seen when it was asked for
	 */
	void poll(long last, long asked) {
		boolean behind = this.seen < this.polled || last < asked;
		this.polled = last;
		if (behind || this.suspect) {
			catchUp();
		}
	}

	/**
	 * Read the map, and report what is different.
	 */
	void catchUp() {
		if (this.seen < 0) {
			return;
		}
		Snapshot snapshot = read();
		seen(snapshot.version());
		Set<String> gone = new HashSet<>(this.versions.keySet());
		gone.removeAll(snapshot.entries().keySet());
		snapshot.entries().forEach(this::offerIfNew);
		gone.forEach((key) -> offer(key, null));
	}

	private Snapshot read() {
		this.suspect = false;
		try {
			return this.snapshots.read(this.map);
		}
		catch (RuntimeException ex) {
			this.suspect = true;
			throw ex;
		}
	}

	private void offerIfNew(String key, StoredValue value) {
		Long seen = this.versions.get(key);
		if (seen == null || seen != value.version()) {
			offer(key, value);
		}
	}

	private void offer(String key, @Nullable StoredValue value) {
		if (value != null) {
			this.versions.put(key, value.version());
		}
		else {
			this.versions.remove(key);
		}
		this.subscriptions.forEach((subscription) -> subscription.offer(key, value));
	}

	void close() {
		this.subscriptions.forEach(ChangeSubscription::close);
	}

	/**
	 * A map at one moment.
	 *
	 * @param version the version of its last change, zero if there was none
	 * @param entries its entries
	 */
	record Snapshot(long version, Map<String, StoredValue> entries) {

	}

	/**
	 * Reads maps.
	 */
	@FunctionalInterface
	interface Snapshots {

		Snapshot read(String map);

	}

}
