package io.appinfra.net.state.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateArguments;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;

/**
 * A {@link SharedMap} in a store.
 *
 * @param <V> the type of the values
 */
final class DefaultSharedMap<V> implements SharedMap<V> {

	private static final Log logger = LogFactory.getLog(SharedMap.class);

	private final String name;

	private final StateData store;

	private final MapValues<V> values;

	DefaultSharedMap(String name, StateData store, MapValues<V> values) {
		this.name = name;
		this.store = store;
		this.values = values;
	}

	@Override
	public @Nullable V get(String key) {
		return read(key, load(key));
	}

	@Override
	public @Nullable V put(String key, V value) {
		changed(key);
		WrittenValue<V> written = this.values.write(key, value);
		StoredValue before = this.store.put(this.name, key, written.json());
		this.values.keepDecoded(this.store, key, written);
		return read(key, before);
	}

	@Override
	public void putAll(Map<String, ? extends V> entries) {
		Assert.notNull(entries, "The entries must not be null");
		Map<String, WrittenValue<V>> written = new LinkedHashMap<>();
		entries.forEach((key, value) -> {
			changed(key);
			written.put(key, this.values.write(key, value));
		});
		Map<String, byte[]> json = new LinkedHashMap<>();
		written.forEach((key, value) -> json.put(key, value.json()));
		this.store.putAll(this.name, json);
		written.forEach((key, value) -> this.values.keepDecoded(this.store, key, value));
	}

	@Override
	public @Nullable V putIfAbsent(String key, V value) {
		StateArguments.checkKey(key);
		WrittenValue<V> written = this.values.write(key, value);
		try (Attempts attempts = new Attempts(this.store, this.name, key)) {
			StoredValue present = load(key);
			while (present == null && !set(attempts, key, null, written)) {
				attempts.failed();
				present = load(key);
			}
			return read(key, present);
		}
	}

	@Override
	public @Nullable V replace(String key, V value) {
		StateArguments.checkKey(key);
		WrittenValue<V> written = this.values.write(key, value);
		try (Attempts attempts = new Attempts(this.store, this.name, key)) {
			StoredValue present = load(key);
			while (present != null && !set(attempts, key, present, written)) {
				attempts.failed();
				present = load(key);
			}
			return read(key, present);
		}
	}

	@Override
	public boolean replace(String key, V expected, V value) {
		return setIfEqual(key, expected, this.values.write(key, value));
	}

	@Override
	public @Nullable V remove(String key) {
		changed(key);
		return read(key, this.store.remove(this.name, key));
	}

	@Override
	public boolean remove(String key, V expected) {
		return setIfEqual(key, expected, null);
	}

	private boolean setIfEqual(String key, V expected, @Nullable WrittenValue<V> written) {
		StateArguments.checkKey(key);
		V stored = this.values.write(key, expected).copy();
		try (Attempts attempts = new Attempts(this.store, this.name, key)) {
			StoredValue present = load(key);
			while (present != null && stored.equals(read(key, present))) {
				if (set(attempts, key, present, written)) {
					return true;
				}
				attempts.failed();
				present = load(key);
			}
			return false;
		}
	}

	@Override
	public @Nullable V compute(String key, BiFunction<String, @Nullable V, @Nullable V> function) {
		StateArguments.checkKey(key);
		Assert.notNull(function, "The function must not be null");
		try (Attempts attempts = new Attempts(this.store, this.name, key)) {
			while (true) {
				StoredValue present = load(key);
				V result = function.apply(key, read(key, present));
				WrittenValue<V> written = (result != null) ? this.values.write(key, result) : null;
				if (set(attempts, key, present, written)) {
					return (written != null) ? written.copy() : null;
				}
				attempts.failed();
			}
		}
	}

	private void changed(String key) {
		Attempts.changed(this.store, this.name, key);
	}

	@Override
	public Map<String, V> entries() {
		Map<String, V> entries = new TreeMap<>();
		this.store.entries(this.name).forEach((key, stored) -> entries.put(key, this.values.read(key, stored)));
		return Collections.unmodifiableMap(entries);
	}

	@Override
	public int size() {
		return this.store.size(this.name);
	}

	@Override
	public void clear() {
		Attempts.changed(this.store, this.name);
		this.store.clear(this.name);
	}

	@Override
	public Registration onChange(BiConsumer<String, @Nullable V> listener) {
		Assert.notNull(listener, "The listener must not be null");
		return this.store.onChange(this.name, (key, stored) -> call(listener, key, stored));
	}

	private void call(BiConsumer<String, @Nullable V> listener, String key, @Nullable StoredValue stored) {
		V value;
		try {
			value = read(key, stored);
		}
		catch (IllegalArgumentException ex) {
			logger.warn("A listener misses a change. " + ex.getMessage());
			return;
		}
		listener.accept(key, value);
	}

	private @Nullable StoredValue load(String key) {
		return this.store.get(this.name, key);
	}

	private @Nullable V read(String key, @Nullable StoredValue stored) {
		return (stored != null) ? this.values.read(key, stored) : null;
	}

	private boolean set(Attempts attempts, String key, @Nullable StoredValue present,
			@Nullable WrittenValue<V> written) {
		long version = (present != null) ? present.version() : StoredValue.ABSENT;
		boolean set = this.store.compareAndSet(this.name, key, version, (written != null) ? written.json() : null)
			.isPresent();
		if (set) {
			attempts.succeeded();
		}
		if (set && written != null) {
			this.values.keepDecoded(this.store, key, written);
		}
		return set;
	}

	@Override
	public String toString() {
		return "shared map '" + this.name + "'";
	}

}
