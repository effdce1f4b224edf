package io.appinfra.net.state.local;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StoredValue;

/**
 * Short concurrent scenarios of operations on a {@link LocalStateStore}, whose results
 * have to be those of some sequential order.
 */
@Param(name = "key", gen = IntGen.class)
@Param(name = "value", gen = IntGen.class)
@Param(name = "delta", gen = IntGen.class)
@Param(name = "expected", gen = IntGen.class)
@Tag("interleavings")
public class LocalStateStoreInterleavingIT {

	private final LocalStateStore store = new LocalStateStore(100, 1000);

	@Test
	void operationsOfThreeThreadsAreLinearizable() {
		new StressOptions().iterations(10)
			.invocationsPerIteration(500)
			.threads(3)
			.actorsPerThread(3)
			.check(LocalStateStoreInterleavingIT.class);
	}

	@Operation
	public @Nullable String get(int key) {
		return text(this.store.get("map", key(key)));
	}

	@Operation
	public @Nullable String put(int value) {
		return text(this.store.put("map", key(value), json(value)));
	}

	@Operation
	public void putAll(int value) {
		this.store.putAll("map", Map.of(key(0), json(value), key(1), json(value)));
	}

	@Operation
	public boolean putIfAbsent(int value) {
		return this.store.compareAndSet("map", key(value), StoredValue.ABSENT, json(value)).isPresent();
	}

	@Operation
	public String entries() {
		Map<String, @Nullable String> entries = new TreeMap<>();
		this.store.entries("map").forEach((key, value) -> entries.put(key, text(value)));
		return entries.toString();
	}

	@Operation
	public @Nullable String remove(int key) {
		return text(this.store.remove("map", key(key)));
	}

	@Operation
	public void clear() {
		this.store.clear("map");
	}

	@Operation
	public int size() {
		return this.store.size("map");
	}

	@Operation
	public long addAndGet(int delta) {
		return this.store.addAndGet("counter", delta);
	}

	@Operation
	public void setCount(int value) {
		this.store.setCount("counter", value);
	}

	@Operation
	public boolean compareAndSetCount(int expected, int value) {
		return this.store.compareAndSetCount("counter", expected, value);
	}

	private static String key(int number) {
		return "key-" + (number & 1);
	}

	private static byte[] json(int value) {
		return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
	}

	private static @Nullable String text(@Nullable StoredValue value) {
		return (value != null) ? new String(value.json(), StandardCharsets.UTF_8) : null;
	}

}
