package io.appinfra.net.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

import io.appinfra.net.Role;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateOwner;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * Endpoint that shows what the shared state holds. The keys and values of maps are shown
 * only if that is wanted.
 */
@Endpoint(id = "sharedstate")
public final class SharedStateEndpoint {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1000;

	private static final int MAX_BYTES = 1024 * 1024;

	private final StateStore store;

	private final StateCodec codec;

	private final Show showValues;

	/**
	 * Create the endpoint.
	 * @param store where the state is kept
	 * @param codec reads the values of maps
	 * @param showValues when to show the keys and values of maps
	 */
	public SharedStateEndpoint(StateStore store, StateCodec codec, Show showValues) {
		this.store = store;
		this.codec = codec;
		this.showValues = showValues;
	}

	/**
	 * Return all maps, counters, and locks that are held.
	 * @return the shared state, without keys and values of maps
	 * @throws UnsupportedOperationException if the store does not know
	 */
	@ReadOperation
	public SharedStateDescriptor sharedState() {
		return SharedStateDescriptor.of(this.store);
	}

	/**
	 * Return one map.
	 * @param map the name of the map
	 * @param limit how many entries to show, {@code null} for 100
	 * @return the map, {@code null} if there is none of that name
	 * @throws InvalidEndpointRequestException if the limit is not from 1 to 1000
	 * @throws UnsupportedOperationException if the store does not know
	 */
	@ReadOperation
	public @Nullable MapDescriptor map(@Selector String map, @Nullable Integer limit) {
		return map(map, limit, this.showValues.isShown(true));
	}

	@Nullable MapDescriptor map(String map, @Nullable Integer limit, boolean shown) {
		int entries = (limit != null) ? limit : DEFAULT_LIMIT;
		if (entries < 1 || entries > MAX_LIMIT) {
			String reason = "The limit must be from 1 to %d, but is %d".formatted(MAX_LIMIT, entries);
			throw new InvalidEndpointRequestException("Map was not shown: " + reason, reason);
		}
		StateSummary.OfMap summary = this.store.summary().maps().get(map);
		if (summary == null) {
			return null;
		}
		return new MapDescriptor(summary.size(), summary.bytes(), shown ? entries(map, entries) : null);
	}

	private Map<String, Object> entries(String map, int limit) {
		Map<String, Object> entries = new LinkedHashMap<>();
		int bytes = 0;
		for (Map.Entry<String, StoredValue> entry : new TreeMap<>(this.store.entries(map)).entrySet()) {
			byte[] json = entry.getValue().json();
			bytes += json.length;
			if (entries.size() == limit || (bytes > MAX_BYTES && !entries.isEmpty())) {
				break;
			}
			entries.put(entry.getKey(), this.codec.decode(json, Object.class));
		}
		return entries;
	}

	/**
	 * What the shared state holds.
	 *
	 * @param maps the maps by their names
	 * @param counters the counters by their names
	 * @param locks the locks that are held, by their names
	 */
	public record SharedStateDescriptor(Map<String, MapDescriptor> maps, Map<String, CounterDescriptor> counters,
			Map<String, LockDescriptor> locks) implements OperationResponseBody {

		/**
		 * Describe what a store holds.
		 * @param store the store
		 * @return what it holds, without keys and values of maps
		 * @throws UnsupportedOperationException if the store does not know
		 */
		public static SharedStateDescriptor of(StateStore store) {
			StateSummary summary = store.summary();
			return new SharedStateDescriptor(
					describe(summary.maps(), (map) -> new MapDescriptor(map.size(), map.bytes(), null)),
					describe(summary.counters(), CounterDescriptor::new),
					describe(summary.locks(), (lock) -> LockDescriptor.of(lock, store.lease())));
		}

		private static <T, D> Map<String, D> describe(Map<String, T> all, Function<T, D> descriptor) {
			Map<String, D> descriptors = new TreeMap<>();
			all.forEach((name, one) -> descriptors.put(name, descriptor.apply(one)));
			return descriptors;
		}

	}

	/**
	 * A map.
	 *
	 * @param size the number of its keys
	 * @param bytes about how much its keys and values take, in bytes, {@code null} if
	 * that is not known
	 * @param entries the first of its keys, in alphabetical order, and their values,
	 * {@code null} if they are not to be shown
	 */
	public record MapDescriptor(int size, @Nullable Long bytes,
			@Nullable Map<String, Object> entries) implements OperationResponseBody {

	}

	/**
	 * A counter.
	 *
	 * @param value its value
	 */
	public record CounterDescriptor(long value) {

	}

	/**
	 * A lock.
	 *
	 * @param held whether it is held
	 * @param holder the process that holds it, {@code null} if that is not known
	 * @param fencingToken the fencing token it is held with
	 * @param waiting how many wait for it
	 */
	public record LockDescriptor(boolean held, @Nullable HolderDescriptor holder, long fencingToken, int waiting) {

		/**
		 * Describe a lock.
		 * @param lock the lock
		 * @param lease the lease at the store, zero if the store is of one instance alone
		 * @return the lock
		 */
		static LockDescriptor of(StateSummary.OfLock lock, Duration lease) {
			HolderDescriptor holder = StateOwner.of(lock.owner())
				.map((owner) -> HolderDescriptor.of(owner, !lease.isZero()))
				.orElse(null);
			return new LockDescriptor(true, holder, lock.fencingToken(), lock.waiting());
		}

	}

	/**
	 * A process that holds a lock.
	 *
	 * @param instance the instance of the application that it belongs to, {@code null} if
	 * there is one alone
	 * @param role what process it is
	 * @param worker the name of its worker, {@code null} for the web process
	 * @param pid its process id
	 */
	public record HolderDescriptor(@Nullable String instance, Role role, @Nullable String worker, long pid) {

		static HolderDescriptor of(StateOwner owner, boolean several) {
			return new HolderDescriptor(several ? owner.instance() : null,
					(owner.worker() != null) ? Role.WORKER : Role.WEB, owner.worker(), owner.pid());
		}

	}

}
