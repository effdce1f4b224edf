package io.appinfra.net.state.view;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DefaultSharedState}, its counters and its locks.
 */
class DefaultSharedStateTests {

	private final LocalStateStore store = new LocalStateStore(100, 1000);

	private final StateSession session = new StateSession(this.store, "here");

	private final SharedState state = new DefaultSharedState(this.store, new TestStateCodec(), this.session);

	@AfterEach
	void close() {
		this.store.close();
	}

	@Test
	void mapWithSameNameAndTypeIsSameView() {
		assertThat(this.state.map("map", String.class)).isSameAs(this.state.map("map", String.class));
		assertThat(this.state.map("map", numbers())).isSameAs(this.state.map("map", numbers()));
		assertThat(this.state.map("map", String.class)).isNotSameAs(this.state.map("other", String.class));
	}

	@Test
	void mapWithSameNameIsViewOfSameEntries() {
		this.state.map("map", numbers()).put("key", List.of(1, 2));
		assertThat(this.state.map("map", Object.class).get("key")).isEqualTo(List.of(1, 2));
		assertThat(this.state.map("map", int[].class).get("key")).containsExactly(1, 2);
	}

	@Test
	void viewWhenNameOrTypeIsMissingThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.map("", String.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.map("map", (Class<String>) null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.counter(""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.lock(""));
	}

	@Test
	void counterIsTheStoresCounter() {
		SharedCounter counter = this.state.counter("served");
		counter.set(1);
		assertThat(this.state.counter("served").addAndGet(2)).isEqualTo(3);
		assertThat(counter.compareAndSet(3, 4)).isTrue();
		assertThat(counter.compareAndSet(3, 5)).isFalse();
		assertThat(counter.get()).isEqualTo(4).isEqualTo(this.store.count("served"));
		assertThat(counter).hasToString("shared counter 'served'");
	}

	@Test
	void tryLockIsExclusiveUntilClosed() {
		SharedLock lock = this.state.lock("import");
		try (HeldLock held = lock.tryLock(Duration.ZERO).orElseThrow()) {
			assertThat(held.fencingToken()).isPositive();
			assertThat(lock.tryLock(Duration.ZERO)).isEmpty();
			assertThat(this.store.summary().locks().get("import").owner()).isEqualTo(this.session.owner());
		}
		assertThat(lock.tryLock(Duration.ZERO)).isPresent();
		assertThat(lock).hasToString("shared lock 'import'");
	}

	@Test
	void closeOfHeldLockWhenClosedBeforeDoesNothing() {
		HeldLock first = this.state.lock("import").tryLock(Duration.ZERO).orElseThrow();
		assertThat(first).hasToString("shared lock 'import' with fencing token " + first.fencingToken());
		first.close();
		HeldLock second = this.state.lock("import").tryLock(Duration.ZERO).orElseThrow();
		first.close();
		assertThat(this.state.lock("import").tryLock(Duration.ZERO)).isEmpty();
		assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
		assertThat(first.toString()).endsWith("closed");
	}

	@Test
	void tryLockWhenWaitIsNegativeOrNullThrows() {
		SharedLock lock = this.state.lock("import");
		assertThatIllegalArgumentException().isThrownBy(() -> lock.tryLock(Duration.ofNanos(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> lock.tryLock(null));
	}

	@Test
	void tryLockWhenInterruptedIsEmptyAndStaysInterrupted() {
		this.state.lock("import").tryLock(Duration.ZERO);
		Thread.currentThread().interrupt();
		assertThat(this.state.lock("import").tryLock(Duration.ofSeconds(50))).isEmpty();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void useWhenStoreIsClosedThrows() {
		SharedMap<String> map = this.state.map("map", String.class);
		HeldLock held = this.state.lock("import").tryLock(Duration.ZERO).orElseThrow();
		this.store.close();
		assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(() -> map.get("key"));
		assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(() -> map.put("key", "value"));
		assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(this.state.counter("served")::get);
		assertThatExceptionOfType(ServerShutdownException.class)
			.isThrownBy(() -> this.state.lock("import").tryLock(Duration.ZERO));
		held.close();
	}

	@Test
	void onChangeGivesEachListenerItsOwnObject() {
		SharedMap<List<Integer>> map = this.state.map("map", numbers());
		AtomicReference<Map<String, List<Integer>>> first = new AtomicReference<>();
		AtomicReference<Map<String, List<Integer>>> second = new AtomicReference<>();
		map.onChange((key, value) -> first.set(Map.of(key, value)));
		map.onChange((key, value) -> second.set(Map.of(key, value)));
		map.put("key", List.of(1));
		Awaitility.await().until(() -> first.get() != null && second.get() != null);
		assertThat(first.get()).isEqualTo(Map.of("key", List.of(1))).isEqualTo(second.get());
		assertThat(first.get().get("key")).isNotSameAs(second.get().get("key"));
	}

	private static ParameterizedTypeReference<List<Integer>> numbers() {
		return new ParameterizedTypeReference<>() {
		};
	}

}
