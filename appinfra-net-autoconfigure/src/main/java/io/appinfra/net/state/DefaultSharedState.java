package io.appinfra.net.state;

import java.lang.reflect.Type;
import java.util.Map;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * {@link SharedState} in a {@link StateStore}.
 */
public final class DefaultSharedState implements SharedState {

	private final StateStore store;

	private final StateCodec codec;

	private final String owner;

	private final Map<MapKey, SharedMap<?>> maps = new ConcurrentReferenceHashMap<>();

	/**
	 * Create shared state.
	 * @param store where it is kept
	 * @param codec writes and reads the values of maps
	 * @param owner this process as the owner of locks, which the store has
	 * {@linkplain StateStore#admit admitted} or will have by the time that it takes one
	 */
	public DefaultSharedState(StateStore store, StateCodec codec, String owner) {
		Assert.notNull(store, "The store must not be null");
		Assert.notNull(codec, "The codec must not be null");
		Assert.hasLength(owner, "The owner must not be null or empty");
		this.store = store;
		this.codec = codec;
		this.owner = owner;
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
		return new DefaultSharedLock(name, this.store, this.owner);
	}

	private record MapKey(String name, Type type) {

	}

}
