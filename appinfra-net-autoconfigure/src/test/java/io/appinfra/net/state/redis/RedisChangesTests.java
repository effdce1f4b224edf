package io.appinfra.net.state.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StoredValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedisChanges}.
 */
class RedisChangesTests {

	private final Map<String, StoredValue> entries = new HashMap<>();

	private final List<String> seen = new ArrayList<>();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final RedisChanges changes = new RedisChanges("map", (map) -> read());

	private long seq = 100;

	private int reads;

	private boolean away;

	private RedisChanges.Snapshot read() {
		if (this.away) {
			throw new StateUnavailableException("away", false, null);
		}
		this.reads++;
		return new RedisChanges.Snapshot(this.seq, Map.copyOf(this.entries));
	}

	@BeforeEach
	void begin() {
		this.entries.put("a", value(1000));
		this.changes.subscribe((key, value) -> this.seen.add(key + "=" + version(value)), this.tasks::add);
		this.changes.begin();
		this.reads = 0;
	}

	@Test
	void takeWhenNextIsOfferedWithoutReading() {
		this.changes.take(change(101, "b", value(1001)));
		this.changes.take(change(102, "a", null));
		assertThat(seen()).containsExactly("b=1001", "a=absent");
		assertThat(this.reads).isZero();
	}

	@Test
	void takeWhenOneIsMissingReadsMap() {
		store(102, "b", 1001);
		this.changes.take(change(102, "c", value(1002)));
		assertThat(seen()).containsExactly("b=1001");
		this.changes.take(change(101, "b", value(1001)));
		assertThat(seen()).hasSize(1);
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenMessageHasNoChangesReadsMap() {
		store(101, "b", 1001);
		this.changes.take(new RedisChange(101, List.of()));
		assertThat(seen()).containsExactly("b=1001");
	}

	@Test
	void takeWhenServerCouldNotBeReadAfterItCameBackReadsMap() {
		this.away = true;
		this.changes.suspect();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(this.changes::catchUp);
		this.away = false;
		store(101, "b", 1001);
		store(102, "c", 1002);
		this.changes.take(change(101, "b", value(1001)));
		assertThat(seen()).containsExactlyInAnyOrder("b=1001", "c=1002");
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenServerCouldNotBeReadReadsMapWhateverTheMessageSays() {
		this.away = true;
		this.changes.suspect();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(this.changes::catchUp);
		this.away = false;
		store(100, "b", 999);
		this.changes.take(change(90, "c", null));
		assertThat(seen()).containsExactly("b=999");
	}

	@Test
	void pollWhenServerCouldNotBeReadAfterItCameBackReadsMap() {
		this.away = true;
		this.changes.suspect();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(this.changes::catchUp);
		this.away = false;
		store(100, "b", 1001);
		this.changes.poll(100);
		assertThat(seen()).containsExactly("b=1001");
		this.changes.poll(100);
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenServerLostDataReadsMapForNumberThatWasThere() {
		this.entries.clear();
		store(81, "b", 1001);
		this.changes.take(change(81, "b", value(1001)));
		assertThat(seen()).containsExactly("b=1001", "a=absent");
		this.changes.take(change(82, "b", value(1002)));
		assertThat(seen()).hasSize(3).endsWith("b=1002");
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenMessageIsOlderThanWhatWasReadIsLeftOut() {
		this.changes.take(change(99, "a", value(999)));
		this.changes.take(change(100, "a", value(1000)));
		this.changes.take(change(100, "b", null));
		assertThat(seen()).isEmpty();
		assertThat(this.reads).isZero();
	}

	@Test
	void pollWhenMessageIsMissingUntilNextLookReadsMap() {
		store(101, "b", 1001);
		this.changes.poll(101);
		assertThat(this.reads).isZero();
		this.changes.poll(101);
		assertThat(seen()).containsExactly("b=1001");
	}

	/**
	 * Return what the listener was called with, after it has been called.
	 */
	private List<String> seen() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
		return this.seen;
	}

	private void store(long seq, String key, long version) {
		this.seq = seq;
		this.entries.put(key, value(version));
	}

	private static RedisChange change(long seq, String key, @Nullable StoredValue value) {
		return new RedisChange(seq, List.of(new RedisChange.Entry(key, value)));
	}

	private static StoredValue value(long version) {
		return new StoredValue("1".getBytes(StandardCharsets.UTF_8), version);
	}

	private static String version(@Nullable StoredValue value) {
		return (value != null) ? String.valueOf(value.version()) : "absent";
	}

}
