package io.appinfra.net.sample;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;

/**
 * The part of the shared state that the unit tests need, for one thread, without JSON.
 */
class InMemoryState implements SharedState {

	@Override
	public <V> SharedMap<V> map(String name, Class<V> type) {
		return new InMemoryMap<>();
	}

	@Override
	public <V> SharedMap<V> map(String name, ParameterizedTypeReference<V> type) {
		return new InMemoryMap<>();
	}

	@Override
	public SharedCounter counter(String name) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SharedLock lock(String name) {
		throw new UnsupportedOperationException();
	}

	private static final class InMemoryMap<V> implements SharedMap<V> {

		private final Map<String, V> values = new TreeMap<>();

		@Override
		public @Nullable V get(String key) {
			return this.values.get(key);
		}

		@Override
		public @Nullable V put(String key, V value) {
			return this.values.put(key, value);
		}

		@Override
		public void putAll(Map<String, ? extends V> entries) {
			this.values.putAll(entries);
		}

		@Override
		public @Nullable V putIfAbsent(String key, V value) {
			return this.values.putIfAbsent(key, value);
		}

		@Override
		public @Nullable V replace(String key, V value) {
			return this.values.replace(key, value);
		}

		@Override
		public boolean replace(String key, V expected, V value) {
			return this.values.replace(key, expected, value);
		}

		@Override
		public @Nullable V remove(String key) {
			return this.values.remove(key);
		}

		@Override
		public boolean remove(String key, V expected) {
			return this.values.remove(key, expected);
		}

		@Override
		public @Nullable V compute(String key, BiFunction<String, @Nullable V, @Nullable V> function) {
			return this.values.compute(key, function);
		}

		@Override
		public Map<String, V> entries() {
			return new TreeMap<>(this.values);
		}

		@Override
		public int size() {
			return this.values.size();
		}

		@Override
		public void clear() {
			this.values.clear();
		}

		@Override
		public Registration onChange(BiConsumer<String, @Nullable V> listener) {
			return () -> {
			};
		}

	}

}
