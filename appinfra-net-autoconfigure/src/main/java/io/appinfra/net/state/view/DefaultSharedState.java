package io.appinfra.net.state.view;

import java.lang.reflect.Type;
import java.util.Map;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;

import io.appinfra.net.state.LockHolder;
import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateData;

/**
 * {@link SharedState} in a store.
 */
public final class DefaultSharedState implements SharedState {

	private final StateData store;

	private final StateCodec codec;

	private final LockHolder locks;

	private final Map<MapKey, SharedMap<?>> maps = new ConcurrentReferenceHashMap<>();

	/**
	 * Create shared state.
	 * @param store where maps and counters are kept
	 * @param codec writes and reads the values of maps
	 * @param locks this process as a holder of locks
	 */
	public DefaultSharedState(StateData store, StateCodec codec, LockHolder locks) {
		Assert.notNull(store, "The store must not be null");
		Assert.notNull(codec, "The codec must not be null");
		Assert.notNull(locks, "The holder of locks must not be null");
		this.store = store;
		this.codec = codec;
		this.locks = locks;
	}

	@Override
	public <V> SharedMap<V> map(String name, Class<V> type) {
		Assert.notNull(type, "The type of the values must not be null");
		return map(name, (Type) type);
	}

	@Override
	public <V> SharedMap<V> map(String name, ParameterizedTypeReference<V> type) {
		Assert.notNull(type, "The type of the values must not be null");
		return map(name, type.getType());
	}

	@SuppressWarnings("unchecked")
	private <V> SharedMap<V> map(String name, Type type) {
		Assert.hasLength(name, "The name of the map must not be null or empty");
		CompleteTypes.check(name, type);
		return (SharedMap<V>) this.maps.computeIfAbsent(new MapKey(name, type), this::createMap);
	}

	private SharedMap<?> createMap(MapKey key) {
		return new DefaultSharedMap<>(key.name(), this.store, new MapValues<>(key.name(), key.type(), this.codec));
	}

	@Override
	public SharedCounter counter(String name) {
		Assert.hasLength(name, "The name of the counter must not be null or empty");
		return new DefaultSharedCounter(name, this.store);
	}

	@Override
	public SharedLock lock(String name) {
		Assert.hasLength(name, "The name of the lock must not be null or empty");
		return new DefaultSharedLock(name, this.locks);
	}

	private record MapKey(String name, Type type) {

	}

}
