package io.appinfra.net.state.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.StateLimitException;
import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateArguments;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * A {@link StateStore} in the tables of a SQL database, which {@link JdbcSchema} creates.
 * Its transactions are its own, never those of a caller.
 */
public final class JdbcStateStore implements StateStore {

	/**
	 * The length that the name of a map, counter, lock or owner can have.
	 */
	public static final int MAX_NAME_LENGTH = 190;

	/**
	 * The length that a key can have.
	 */
	public static final int MAX_KEY_LENGTH = 400;

	private final JdbcTransactions transactions;

	private final JdbcStoreSettings settings;

	private final JdbcMaps maps;

	private final JdbcCounters counters;

	private final JdbcSessions sessions;

	private final JdbcLocks locks;

	private final JdbcChanges changes;

	private final ExecutorService listeners = ChangeSubscription.createThreads();

	private final JdbcHousekeeping housekeeping;

	/**
	 * Create a store.
	 * @param dataSource a pool of connections that nobody else uses; it is closed with
	 * the store if it can be
	 * @param dialect the dialect of the database
	 * @param settings what is configured
	 */
	public JdbcStateStore(DataSource dataSource, JdbcDialect dialect, JdbcStoreSettings settings) {
		this.settings = settings;
		this.transactions = new JdbcTransactions(dataSource, new SqlText(settings.tablePrefix(), dialect),
				settings.timeout());
		String namespace = settings.namespace();
		this.changes = new JdbcChanges(this.transactions, namespace, this.listeners);
		this.counters = new JdbcCounters(this.transactions, namespace, settings.limits());
		this.sessions = new JdbcSessions(this.transactions, namespace, settings.leaseMicros());
		this.locks = new JdbcLocks(this.transactions, namespace, this.sessions);
		this.housekeeping = new JdbcHousekeeping(this.changes, this.locks.cleanup());
		this.maps = new JdbcMaps(this.transactions, namespace, settings.limits(), dialect, this.housekeeping::changed);
		this.housekeeping.start(settings.pollInterval());
	}

	@Override
	public @Nullable StoredValue get(String map, String key) {
		check("map", map);
		checkKey(key);
		return this.maps.get(map, key);
	}

	@Override
	public Map<String, StoredValue> entries(String map) {
		check("map", map);
		return this.maps.entries(map);
	}

	@Override
	public int size(String map) {
		check("map", map);
		return this.maps.size(map);
	}

	@Override
	public @Nullable StoredValue put(String map, String key, byte[] value) {
		check("map", map);
		checkKey(key);
		StateArguments.checkValue(value);
		return this.maps.put(map, key, value);
	}

	@Override
	public void putAll(String map, Map<String, byte[]> values) {
		check("map", map);
		Map<String, byte[]> copy = StateArguments.checkedCopy(values);
		copy.keySet().forEach(JdbcStateStore::checkKey);
		if (!copy.isEmpty()) {
			this.maps.putAll(map, copy);
		}
	}

	@Override
	public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		check("map", map);
		checkKey(key);
		return this.maps.compareAndSet(map, key, version, value);
	}

	@Override
	public @Nullable StoredValue remove(String map, String key) {
		check("map", map);
		checkKey(key);
		return this.maps.remove(map, key);
	}

	@Override
	public void clear(String map) {
		check("map", map);
		this.maps.clear(map);
	}

	@Override
	public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		check("map", map);
		Assert.notNull(listener, "The listener must not be null");
		return this.changes.onChange(map, listener);
	}

	@Override
	public long count(String counter) {
		check("counter", counter);
		return this.counters.count(counter);
	}

	@Override
	public void setCount(String counter, long value) {
		check("counter", counter);
		this.counters.setCount(counter, value);
	}

	@Override
	public long addAndGet(String counter, long delta) {
		check("counter", counter);
		return this.counters.addAndGet(counter, delta);
	}

	@Override
	public boolean compareAndSetCount(String counter, long expected, long value) {
		check("counter", counter);
		return this.counters.compareAndSetCount(counter, expected, value);
	}

	@Override
	public Duration lease() {
		return this.settings.lease();
	}

	@Override
	public void admit(String owner) {
		check("owner", owner);
		this.sessions.admit(owner);
	}

	@Override
	public void admit(String owner, String host) {
		check("owner", owner);
		check("host", host);
		this.sessions.admit(owner, host);
	}

	@Override
	public OptionalLong renew(String owner) {
		check("owner", owner);
		return this.sessions.renew(owner);
	}

	@Override
	public Map<String, Duration> owners() {
		this.transactions.checkOpen();
		return this.sessions.owners();
	}

	@Override
	public OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		check("lock", lock);
		check("owner", owner);
		StateArguments.checkWait(wait);
		OptionalLong fencingToken = this.locks.lock(lock, owner, wait);
		this.transactions.checkOpen();
		return fencingToken;
	}

	@Override
	public void unlock(String lock, long fencingToken) {
		check("lock", lock);
		this.locks.unlock(lock, fencingToken);
	}

	@Override
	public void releaseAll(String owner) {
		check("owner", owner);
		this.locks.releaseAll(owner);
	}

	@Override
	public StateSummary summary() {
		this.transactions.checkOpen();
		return new StateSummary(this.maps.summary(), this.counters.summary(), this.locks.summary());
	}

	@Override
	public void close() {
		this.transactions.refuse();
		this.housekeeping.stop();
		this.locks.close();
		this.changes.close();
		this.listeners.shutdown();
		this.transactions.close();
	}

	private void check(String kind, String name) {
		this.transactions.checkOpen();
		StateArguments.checkName(kind, name);
		checkText("The name of the " + kind, name, MAX_NAME_LENGTH);
	}

	private static void checkKey(String key) {
		StateArguments.checkKey(key);
		checkText("The key", key, MAX_KEY_LENGTH);
	}

	private static void checkText(String what, String text, int maxLength) {
		if (text.length() > maxLength) {
			throw new StateLimitException("%s '%s…' has %d characters, the limit of the store 'jdbc' is %d."
				.formatted(what, text.substring(0, 40), text.length(), maxLength));
		}
		Assert.isTrue(text.indexOf('\0') < 0,
				() -> "%s must not contain the character U+0000, which databases do not store".formatted(what));
	}

}
