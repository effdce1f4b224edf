package io.appinfra.net.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.StateLimitException;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MeteredStateStore} and {@link StateOperationMeters}.
 */
class MeteredStateStoreTests {

	private static final byte[] VALUE = "1".getBytes();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final StateOperationMeters meters = new StateOperationMeters("redis");

	@BeforeEach
	void bind() {
		this.meters.bindTo(this.registry);
	}

	@Test
	void timersWhenNothingHasHappenedAreThereWithZero() {
		assertThat(this.registry.find("appinfra.state.operations").timers()).hasSize(15 * 3)
			.allMatch((timer) -> timer.count() == 0);
	}

	@Test
	void operationsWhenCarriedOutAreDone() throws InterruptedException {
		try (MeteredStateStore store = new MeteredStateStore(new LocalStateStore(10, 100), this.meters)) {
			store.admit("me");
			store.put("map", "key", VALUE);
			store.putAll("map", Map.of("other", VALUE));
			store.get("map", "key");
			store.getLocal("map", "key");
			store.entries("map");
			store.size("map");
			store.compareAndSet("map", "new", StoredValue.ABSENT, VALUE);
			store.remove("map", "key");
			store.clear("map");
			store.count("counter");
			store.setCount("counter", 1);
			store.addAndGet("counter", 1);
			store.compareAndSetCount("counter", 2, 3);
			store.unlock("lock", store.lock("lock", "me", Duration.ZERO).orElseThrow());
			store.renew("me");
		}
		assertThat(this.registry.find("appinfra.state.operations").tag("outcome", "done").timers())
			.allMatch((timer) -> timer.count() == 1);
		assertThat(count("get", "done")).isOne();
	}

	@Test
	void lockWhenNotFreeIsRefused() throws InterruptedException {
		StateStore store = mock(StateStore.class);
		given(store.lock("lock", "me", Duration.ZERO)).willReturn(OptionalLong.empty());
		assertThat(metered(store).lock("lock", "me", Duration.ZERO)).isEmpty();
		assertThat(count("lock", "refused")).isOne();
	}

	@Test
	void operationWhenLimitIsExceededIsRefused() {
		StateStore store = mock(StateStore.class);
		given(store.put("map", "key", VALUE)).willThrow(new StateLimitException("too many"));
		assertThatExceptionOfType(StateLimitException.class).isThrownBy(() -> metered(store).put("map", "key", VALUE));
		assertThat(count("put", "refused")).isOne();
	}

	@Test
	void operationWhenEngineDoesNotAnswerIsUnknownOrRefused() {
		StateStore store = mock(StateStore.class);
		willThrow(new StateUnavailableException("no answer", true, null)).given(store).clear("map");
		given(store.addAndGet("counter", 1)).willThrow(new StateUnavailableException("not sent", false, null));
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> metered(store).clear("map"));
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> metered(store).addAndGet("counter", 1));
		assertThat(count("clear", "unknown")).isOne();
		assertThat(count("add-and-get", "refused")).isOne();
	}

	private MeteredStateStore metered(StateStore store) {
		return new MeteredStateStore(store, this.meters);
	}

	private long count(String operation, String outcome) {
		Timer timer = this.registry.get("appinfra.state.operations")
			.tags("store", "redis", "operation", operation, "outcome", outcome)
			.timer();
		return timer.count();
	}

}
