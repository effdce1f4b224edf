package io.appinfra.net.state.view;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;

/**
 * The values of a map as objects of one type. Objects that nobody can change are read
 * once and shared; of others, each reader gets its own.
 *
 * @param <V> the type of the values
 */
final class MapValues<V> {

	private final String map;

	private final Type type;

	private final StateCodec codec;

	private final boolean shareable;

	MapValues(String map, Type type, StateCodec codec) {
		this.map = map;
		this.type = type;
		this.codec = codec;
		this.shareable = ImmutableTypes.contain(type);
	}

	V read(String key, StoredValue stored) {
		Object shared = stored.decoded(this.type);
		return cast((shared != null) ? shared : decode(key, stored));
	}

	private Object decode(String key, StoredValue stored) {
		try {
			Object value = this.codec.decode(stored.json(), this.type);
			if (this.shareable) {
				stored.decoded(this.type, value);
			}
			return value;
		}
		catch (IllegalArgumentException ex) {
			throw failure("read", key, ex);
		}
	}

	/**
	 * Write a value, and make sure that it can be read back.
	 * @param key the key
	 * @param value the value
	 * @return the written value
	 */
	WrittenValue<V> write(String key, @Nullable V value) {
		Assert.isTrue(value != null, () -> "The value of key '%s' in shared map '%s' must not be null: remove the key"
			.formatted(key, this.map));
		try {
			byte[] json = this.codec.encode(value, this.type);
			return new WrittenValue<>(json, cast(this.codec.readBack(value, json, this.type)));
		}
		catch (IllegalArgumentException ex) {
			throw failure("stored", key, ex);
		}
	}

	/**
	 * Spare the first reader of a value the decoding.
	 * @param store the store that has taken the value
	 * @param key the key
	 * @param value the value
	 */
	void keepDecoded(StateData store, String key, WrittenValue<V> value) {
		StoredValue stored = this.shareable ? store.getLocal(this.map, key) : null;
		if (stored != null && stored.json() == value.json()) {
			stored.decoded(this.type, value.copy());
		}
	}

	private IllegalArgumentException failure(String action, String key, IllegalArgumentException ex) {
		return new IllegalArgumentException("The value of key '%s' in shared map '%s' cannot be %s as %s: %s"
			.formatted(key, this.map, action, this.type.getTypeName(), ex.getMessage()), ex);
	}

	@SuppressWarnings("unchecked")
	private V cast(Object value) {
		return (V) value;
	}

}
