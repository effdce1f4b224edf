package io.appinfra.net.remote.state;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.state.DefaultHeldLock;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.LockHolder;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateArguments;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;

/**
 * The shared state that the web process holds: one message for each operation, one for
 * the answer.
 */
public final class ChannelStateStore implements StateData, LockHolder {

	private final ChangeReceiver changes = new ChangeReceiver();

	private final RemoteLeases leases = new RemoteLeases(this::remaining);

	private final StateClient client;

	private final LockClient locks;

	/**
	 * Create a store.
	 * @param connection carries operations and their results
	 * @param onClosed is run when that connection turns out to be closed
	 * @param control takes all else to the web process
	 */
	public ChannelStateStore(Connection connection, Runnable onClosed, Outbox control) {
		this.client = new StateClient(connection, onClosed);
		this.locks = new LockClient(control);
	}

	/**
	 * Let the web process send what is no result of an operation.
	 * @param receiver receives what it sends
	 */
	public void register(Receiver receiver) {
		this.changes.register(receiver);
		this.locks.register(receiver);
	}

	@Override
	public @Nullable StoredValue get(String map, String key) {
		return StoredValueForm.read(call(keyed(StateOperation.GET, map, key)));
	}

	@Override
	public Map<String, StoredValue> entries(String map) {
		BodyReader result = call(operation(StateOperation.ENTRIES, map));
		Map<String, StoredValue> entries = new LinkedHashMap<>();
		while (result.hasMore()) {
			entries.put(result.getString(), StoredValueForm.read(result));
		}
		return entries;
	}

	@Override
	public int size(String map) {
		return call(operation(StateOperation.SIZE, map)).getInt();
	}

	@Override
	public @Nullable StoredValue put(String map, String key, byte[] value) {
		return StoredValueForm.read(call(keyed(StateOperation.PUT, map, key).putBytes(checked(value))));
	}

	@Override
	public void putAll(String map, Map<String, byte[]> values) {
		BodyWriter operation = operation(StateOperation.PUT_ALL, map);
		values.forEach((key, value) -> putKey(operation, key).putBytes(checked(value)));
		call(operation);
	}

	@Override
	public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		BodyWriter operation = keyed(StateOperation.COMPARE_AND_SET, map, key);
		long after = call(operation.putLong(version).putBytes(value)).getLong();
		return (after >= 0) ? OptionalLong.of(after) : OptionalLong.empty();
	}

	@Override
	public @Nullable StoredValue remove(String map, String key) {
		return StoredValueForm.read(call(keyed(StateOperation.REMOVE, map, key)));
	}

	@Override
	public void clear(String map) {
		call(operation(StateOperation.CLEAR, map));
	}

	@Override
	public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		BodyWriter listen = operation(StateOperation.LISTEN, map);
		SharedMap.Registration registration = this.changes.subscribe(map, listener);
		call(listen);
		return registration;
	}

	@Override
	public long count(String counter) {
		return call(operation(StateOperation.COUNT, counter)).getLong();
	}

	@Override
	public void setCount(String counter, long value) {
		call(operation(StateOperation.SET_COUNT, counter).putLong(value));
	}

	@Override
	public long addAndGet(String counter, long delta) {
		return call(operation(StateOperation.ADD_AND_GET, counter).putLong(delta)).getLong();
	}

	@Override
	public boolean compareAndSetCount(String counter, long expected, long value) {
		BodyWriter operation = operation(StateOperation.COMPARE_AND_SET_COUNT, counter);
		return call(operation.putLong(expected).putLong(value)).get() != 0;
	}

	@Override
	public Optional<HeldLock> lock(String lock, Duration wait) throws InterruptedException {
		OptionalLong token = take(lock, wait);
		return token.isPresent() ? Optional.of(held(lock, token.getAsLong())) : Optional.empty();
	}

	private HeldLock held(String lock, long token) {
		return new DefaultHeldLock(lock, token, this.leases.begin(lock, token), this::unlock);
	}

	private Duration remaining(String lock, long token) {
		return Duration.ofNanos(call(operation(StateOperation.REMAINING, lock).putLong(token)).getLong());
	}

	private OptionalLong take(String lock, Duration wait) throws InterruptedException {
		long token = call(operation(StateOperation.TRY_LOCK, lock)).getLong();
		if (token > 0) {
			return OptionalLong.of(token);
		}
		boolean waits = !wait.isZero() && !wait.isNegative();
		return waits ? this.locks.await(lock, nanos(wait), (unwanted) -> unlock(lock, unwanted)) : OptionalLong.empty();
	}

	private void unlock(String lock, long fencingToken) {
		this.leases.end(fencingToken);
		try {
			call(operation(StateOperation.UNLOCK, lock).putLong(fencingToken));
		}
		catch (ServerShutdownException ex) {
			// A web process that is gone holds no lock
		}
	}

	/**
	 * Watch no lease and call no listener from now on.
	 */
	public void close() {
		this.leases.close();
		this.changes.close();
	}

	private BodyReader call(BodyWriter operation) {
		return this.client.call(operation);
	}

	private static BodyWriter keyed(StateOperation operation, String map, String key) {
		return putKey(operation(operation, map), key);
	}

	private static BodyWriter putKey(BodyWriter operation, String key) {
		StateArguments.checkKey(key);
		return operation.putString(key);
	}

	private static byte[] checked(byte[] value) {
		StateArguments.checkValue(value);
		return value;
	}

	private static BodyWriter operation(StateOperation operation, String name) {
		StateArguments.checkName("map, counter or lock", name);
		return new BodyWriter().put(operation.ordinal()).putString(name);
	}

	private static long nanos(Duration wait) {
		Duration longest = Duration.ofNanos(Long.MAX_VALUE);
		return (wait.compareTo(longest) < 0) ? wait.toNanos() : Long.MAX_VALUE;
	}

}
