package io.appinfra.net.state.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StoredValue;

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

	private long version = 1000;

	private int reads;

	private boolean away;

	private RedisChanges.Snapshot read() {
		if (this.away) {
			throw new StateUnavailableException("away", false, null);
		}
		this.reads++;
		return new RedisChanges.Snapshot(this.version, Map.copyOf(this.entries));
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
		this.changes.take(change(1000, "b", value(1001)));
		this.changes.take(removal(1001, 1003, "a"));
		assertThat(seen()).containsExactly("b=1001", "a=absent");
		assertThat(this.reads).isZero();
	}

	@Test
	void takeWhenOneIsMissingReadsMap() {
		store("b", 1001);
		store("c", 1002);
		this.changes.take(change(1001, "c", value(1002)));
		assertThat(seen()).containsExactlyInAnyOrder("b=1001", "c=1002");
		this.changes.take(change(1000, "b", value(1001)));
		assertThat(seen()).hasSize(2);
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenMessageHasNoChangesReadsMap() {
		store("b", 1001);
		this.changes.take(new RedisChange(1000, 1001, List.of()));
		assertThat(seen()).containsExactly("b=1001");
	}

	@Test
	void takeWhenServerCouldNotBeReadAfterItCameBackReadsMap() {
		this.away = true;
		this.changes.suspect();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(this.changes::catchUp);
		this.away = false;
		store("b", 1001);
		store("c", 1002);
		this.changes.take(change(1000, "b", value(1001)));
		assertThat(seen()).containsExactlyInAnyOrder("b=1001", "c=1002");
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenServerCouldNotBeReadReadsMapWhateverTheMessageSays() {
		this.away = true;
		this.changes.suspect();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(this.changes::catchUp);
		this.away = false;
		store("b", 1000);
		this.changes.take(removal(980, 990, "c"));
		assertThat(seen()).containsExactly("b=1000");
	}

	@Test
	void pollWhenServerCouldNotBeReadAfterItCameBackReadsMap() {
		this.away = true;
		this.changes.suspect();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(this.changes::catchUp);
		this.away = false;
		store("b", 1001);
		this.changes.poll(1001, 1000);
		assertThat(seen()).containsExactly("b=1001");
		this.changes.poll(1001, 1001);
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void takeWhenServerLostDataReadsMap() {
		this.entries.clear();
		store("b", 1001);
		this.changes.take(change(0, "b", value(1001)));
		assertThat(seen()).containsExactly("b=1001", "a=absent");
		this.changes.take(change(1001, "b", value(1002)));
		assertThat(seen()).hasSize(3).endsWith("b=1002");
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void pollWhenServerLostWhatWasAnnouncedReadsMap() {
		this.changes.poll(1000, 1000);
		this.changes.take(change(1000, "a", value(1001)));
		this.changes.take(change(1001, "a", value(1002)));
		assertThat(seen()).containsExactly("a=1002");
		store("a", 1001);
		this.changes.poll(1001, this.changes.seen());
		assertThat(seen()).containsExactly("a=1002", "a=1001");
		this.changes.poll(1001, this.changes.seen());
		assertThat(this.reads).isEqualTo(1);
	}

	@Test
	void pollWhenMessageOvertakesItReadsNothing() {
		long asked = this.changes.seen();
		this.changes.take(change(1000, "a", value(1001)));
		this.changes.poll(1000, asked);
		assertThat(seen()).containsExactly("a=1001");
		assertThat(this.reads).isZero();
	}

	@Test
	void takeWhenMessageIsOlderThanWhatWasReadIsLeftOut() {
		this.changes.take(change(998, "a", value(999)));
		this.changes.take(change(999, "a", value(1000)));
		this.changes.take(removal(999, 1000, "b"));
		assertThat(seen()).isEmpty();
		assertThat(this.reads).isZero();
	}

	@Test
	void pollWhenMessageIsMissingUntilNextLookReadsMap() {
		store("b", 1001);
		this.changes.poll(1001, 1000);
		assertThat(this.reads).isZero();
		this.changes.poll(1001, 1000);
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

	private void store(String key, long version) {
		this.version = version;
		this.entries.put(key, value(version));
	}

	private static RedisChange change(long before, String key, StoredValue value) {
		return new RedisChange(before, value.version(), List.of(new RedisChange.Entry(key, value)));
	}

	private static RedisChange removal(long before, long version, String key) {
		return new RedisChange(before, version, List.of(new RedisChange.Entry(key, null)));
	}

	private static StoredValue value(long version) {
		return new StoredValue("1".getBytes(StandardCharsets.UTF_8), version);
	}

	private static String version(@Nullable StoredValue value) {
		return (value != null) ? String.valueOf(value.version()) : "absent";
	}

}
