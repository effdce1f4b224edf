package io.appinfra.net.state.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StoredValue;

/**
 * Looks for changes of the maps that have listeners: one query for all of them says which
 * have changed, one more for each of these what is new. A map that has fewer entries than
 * are known has lost some, which a query of its keys shows.
 */
final class JdbcChanges {

	private final JdbcTransactions transactions;

	private final String namespace;

	private final Executor listeners;

	private final Map<String, Watch> watches = new ConcurrentHashMap<>();

	private final ReentrantLock looking = new ReentrantLock();

	JdbcChanges(JdbcTransactions transactions, String namespace, Executor listeners) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.listeners = listeners;
	}

	boolean isWatched(String map) {
		return this.watches.containsKey(map);
	}

	SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		ChangeSubscription subscription = new ChangeSubscription(map, listener, this.listeners);
		this.looking.lock();
		try {
			Watch watch = this.watches.get(map);
			if (watch == null) {
				watch = begin(map);
				this.watches.put(map, watch);
			}
			else {
				refresh(watch);
			}
			watch.subscriptions.add(subscription);
		}
		finally {
			this.looking.unlock();
		}
		return () -> end(map, subscription);
	}

	private Watch begin(String map) {
		Watch watch = new Watch(map);
		this.transactions.read((statements) -> statements.query(
				"SELECT m.SEQ, e.ENTRY_KEY FROM {maps} m LEFT JOIN {entries} e"
						+ " ON e.NAMESPACE = m.NAMESPACE AND e.MAP_NAME = m.MAP_NAME"
						+ " WHERE m.NAMESPACE = ? AND m.MAP_NAME = ?",
				(row) -> watch.know(row.getLong(1), row.getString(2)), this.namespace, map));
		return watch;
	}

	private void end(String map, ChangeSubscription subscription) {
		subscription.close();
		this.looking.lock();
		try {
			Watch watch = this.watches.get(map);
			if (watch != null && watch.subscriptions.remove(subscription) && watch.subscriptions.isEmpty()) {
				this.watches.remove(map);
			}
		}
		finally {
			this.looking.unlock();
		}
	}

	/**
	 * Look for changes.
	 */
	void look() {
		this.looking.lock();
		try {
			if (!this.watches.isEmpty()) {
				versions().forEach((map, version) -> {
					Watch watch = this.watches.get(map);
					if (watch != null && watch.version != version) {
						refresh(watch);
					}
				});
			}
		}
		finally {
			this.looking.unlock();
		}
	}

	private Map<String, Long> versions() {
		Map<String, Long> versions = new HashMap<>();
		this.transactions.read((statements) -> statements.query("SELECT MAP_NAME, SEQ FROM {maps} WHERE NAMESPACE = ?",
				(row) -> versions.put(row.getString(1), row.getLong(2)), this.namespace));
		return versions;
	}

	private void refresh(Watch watch) {
		List<News> news = this.transactions.read((statements) -> statements.query(
				"SELECT m.SEQ, m.ENTRY_COUNT, e.ENTRY_KEY, e.VERSION, e.JSON_VALUE FROM {maps} m LEFT JOIN {entries} e"
						+ " ON e.NAMESPACE = m.NAMESPACE AND e.MAP_NAME = m.MAP_NAME AND e.VERSION > ?"
						+ " WHERE m.NAMESPACE = ? AND m.MAP_NAME = ? ORDER BY e.VERSION",
				(row) -> {
					String key = row.getString(3);
					return new News(row.getLong(1), row.getLong(2), key, (key != null) ? JdbcMaps.value(row, 4) : null);
				}, watch.version, this.namespace, watch.map));
		news.forEach(watch::take);
		if (!news.isEmpty() && watch.keys.size() != news.get(0).size()) {
			watch.retain(keys(watch.map));
		}
	}

	private Set<String> keys(String map) {
		return new HashSet<>(this.transactions.read(
				(statements) -> statements.query("SELECT ENTRY_KEY FROM {entries} WHERE NAMESPACE = ? AND MAP_NAME = ?",
						(row) -> row.getString(1), this.namespace, map)));
	}

	void close() {
		this.watches.values().forEach((watch) -> List.copyOf(watch.subscriptions).forEach(ChangeSubscription::close));
	}

	private record News(long version, long size, @Nullable String key, @Nullable StoredValue value) {

	}

	/**
	 * A map that has listeners. Guarded by {@link JdbcChanges#looking}.
	 */
	private static final class Watch {

		private final String map;

		private final List<ChangeSubscription> subscriptions = new CopyOnWriteArrayList<>();

		private final Set<String> keys = new HashSet<>();

		private long version;

		private Watch(String map) {
			this.map = map;
		}

		private boolean know(long version, @Nullable String key) {
			this.version = version;
			return key != null && this.keys.add(key);
		}

		private void take(News news) {
			know(news.version(), news.key());
			if (news.key() != null) {
				offer(news.key(), news.value());
			}
		}

		private void retain(Set<String> present) {
			List<String> gone = new ArrayList<>(this.keys);
			gone.removeAll(present);
			gone.forEach((key) -> {
				this.keys.remove(key);
				offer(key, null);
			});
		}

		private void offer(String key, @Nullable StoredValue value) {
			this.subscriptions.forEach((subscription) -> subscription.offer(key, value));
		}

	}

}
