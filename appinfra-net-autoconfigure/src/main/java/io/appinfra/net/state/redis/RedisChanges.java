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
 * The listeners of this process to one map, and what they have seen of it. A message
 * whose number is not the next, or that has no changes, lets the map be read and compared
 * with what was seen. Numbers begin again at a lower one where the server has lost data:
 * versions grow on, and show it. For use by one thread, but for registrations and
 * {@link #suspect()}.
 */
final class RedisChanges {

	private final List<ChangeSubscription> subscriptions = new CopyOnWriteArrayList<>();

	private final Map<String, Long> versions = new HashMap<>();

	private final String map;

	private final Snapshots snapshots;

	private long seq = -1;

	private long polled;

	private long newest;

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
		if (this.seq < 0) {
			Snapshot snapshot = read();
			snapshot.entries().forEach(this::see);
			this.seq = snapshot.seq();
			this.polled = snapshot.seq();
		}
	}

	/**
	 * Let the map be read with the next message or look, at the latest.
	 */
	void suspect() {
		this.suspect = true;
	}

	void take(RedisChange change) {
		if (this.seq < 0) {
			return;
		}
		if (!this.suspect && change.seq() == this.seq + 1 && !change.entries().isEmpty()) {
			this.seq = change.seq();
			change.entries().forEach((entry) -> offer(entry.key(), entry.value()));
		}
		else if (this.suspect || change.seq() > this.seq || isNewer(change)) {
			catchUp();
		}
	}

	private boolean isNewer(RedisChange change) {
		return change.entries()
			.stream()
			.anyMatch((entry) -> entry.value() != null && entry.value().version() > this.newest);
	}

	/**
	 * Take the number of the last change, as it is looked up from time to time. A message
	 * that is missing until the next look was lost.
	 * @param last the number
	 */
	void poll(long last) {
		boolean behind = this.seq < this.polled || last < this.seq;
		this.polled = last;
		if (behind || this.suspect) {
			catchUp();
		}
	}

	/**
	 * Read the map, and report what is different.
	 */
	void catchUp() {
		if (this.seq < 0) {
			return;
		}
		Snapshot snapshot = read();
		this.seq = snapshot.seq();
		this.polled = snapshot.seq();
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
			see(key, value);
		}
		else {
			this.versions.remove(key);
		}
		this.subscriptions.forEach((subscription) -> subscription.offer(key, value));
	}

	private void see(String key, StoredValue value) {
		this.versions.put(key, value.version());
		this.newest = Math.max(this.newest, value.version());
	}

	void close() {
		this.subscriptions.forEach(ChangeSubscription::close);
	}

	/**
	 * A map at one moment.
	 *
	 * @param seq counts the operations on the map
	 * @param entries its entries
	 */
	record Snapshot(long seq, Map<String, StoredValue> entries) {

	}

	/**
	 * Reads maps.
	 */
	@FunctionalInterface
	interface Snapshots {

		Snapshot read(String map);

	}

}
