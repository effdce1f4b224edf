package io.appinfra.net.history;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.history.check.Kind;
import io.appinfra.net.history.check.Operation;
import io.appinfra.net.history.check.Whole;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;

/**
 * Does operations on the shared state and records them, in one thread.
 */
final class StateCalls {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final Map<Integer, HeldLock> held = new HashMap<>();

	private final SharedState state;

	private final SharedMap<Long> map;

	private final Recorder recorder;

	StateCalls(SharedState state, Recorder recorder) {
		this.state = state;
		this.map = state.map("recorded", Long.class);
		this.recorder = recorder;
	}

	long call(Kind kind, int key, long argument, long expected) {
		this.recorder.invoked(kind, key, argument, expected);
		try {
			long result = execute(kind, key, argument, expected);
			this.recorder.returned(result);
			return result;
		}
		catch (StateUnavailableException ex) {
			if (!ex.outcomeUnknown()) {
				this.recorder.refused();
			}
			return Operation.ABSENT;
		}
	}

	private long execute(Kind kind, int key, long argument, long expected) {
		return switch (kind) {
			case LOCK -> lock(key);
			case UNLOCK -> unlock(key);
			case COUNT, ADD_AND_GET, COMPARE_AND_SET ->
				count(kind, this.state.counter("recorded-" + key), argument, expected);
			case PUT_ENTRIES, REMOVE_ENTRY, CLEAR, ENTRIES, SIZE ->
				whole(kind, this.state.map("whole-" + key, Long.class), argument);
			default -> access(kind, "key-" + key, argument, expected);
		};
	}

	private long access(Kind kind, String key, long argument, long expected) {
		return switch (kind) {
			case GET -> number(this.map.get(key));
			case PUT -> number(this.map.put(key, argument));
			case PUT_IF_ABSENT -> number(this.map.putIfAbsent(key, argument));
			case REPLACE -> number(this.map.replace(key, argument));
			case REPLACE_EQUAL -> number(this.map.replace(key, expected, argument));
			case REMOVE -> number(this.map.remove(key));
			case REMOVE_EQUAL -> number(this.map.remove(key, expected));
			case COMPUTE -> number(this.map.compute(key, (same, value) -> argument + ((value != null) ? value : 0)));
			default -> throw new IllegalArgumentException(kind.name());
		};
	}

	private static long whole(Kind kind, SharedMap<Long> map, long argument) {
		Map<String, Long> entries = Whole.map(argument);
		switch (kind) {
			case PUT_ENTRIES -> map.putAll(entries);
			case REMOVE_ENTRY -> entries.keySet().forEach(map::remove);
			case CLEAR -> map.clear();
			case ENTRIES -> {
				return Whole.of(map.entries());
			}
			case SIZE -> {
				return map.size();
			}
			default -> throw new IllegalArgumentException(kind.name());
		}
		return 0;
	}

	private static long count(Kind kind, SharedCounter counter, long argument, long expected) {
		return switch (kind) {
			case COUNT -> counter.get();
			case ADD_AND_GET -> counter.addAndGet(argument);
			case COMPARE_AND_SET -> number(counter.compareAndSet(expected, argument));
			default -> throw new IllegalArgumentException(kind.name());
		};
	}

	private long lock(int key) {
		Optional<HeldLock> lock = this.state.lock("recorded-" + key).tryLock(LONG);
		lock.ifPresent((taken) -> this.held.put(key, taken));
		return lock.map(HeldLock::fencingToken).orElse(Operation.ABSENT);
	}

	/**
	 * Free a lock.
	 * @return 1 if it was held until then for certain
	 */
	private long unlock(int key) {
		HeldLock lock = this.held.remove(key);
		long certain = number(lock.isHeld());
		lock.close();
		return certain;
	}

	private static long number(@Nullable Long value) {
		return (value != null) ? value : Operation.ABSENT;
	}

	private static long number(boolean value) {
		return value ? 1 : 0;
	}

}
