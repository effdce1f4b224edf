package io.appinfra.net.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StateMetrics}.
 */
class StateMetricsTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final LocalStateStore store = new LocalStateStore(100, 100);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final StateMetrics metrics = new StateMetrics(this.store);

	@AfterEach
	void close() {
		this.metrics.close();
		this.store.close();
	}

	@Test
	void entriesWhenMapComesLaterAreSeenByAllRegistries() {
		SimpleMeterRegistry late = new SimpleMeterRegistry();
		this.metrics.bindTo(this.registry);
		put("a", "one");
		await().atMost(LONG).until(() -> entries(this.registry, "a") != null);
		put("a", "two");
		assertThat(entries(this.registry, "a").value()).isEqualTo(2);
		this.metrics.bindTo(late);
		assertThat(entries(late, "a").value()).isEqualTo(2);
		put("b", "one");
		await().atMost(LONG).until(() -> entries(this.registry, "b") != null && entries(late, "b") != null);
		this.store.clear("a");
		assertThat(entries(this.registry, "a").value()).isZero();
		assertThat(entries(late, "b").value()).isOne();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void entriesWhenStoreIsClosedAreUnknownWithoutAnyAlarm(CapturedOutput output) {
		put("a", "one");
		this.metrics.bindTo(this.registry);
		await().atMost(LONG).until(() -> entries(this.registry, "a") != null);
		this.store.close();
		assertThat(entries(this.registry, "a").value()).isNaN();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void closeWhenBoundEndsItsThread() {
		this.metrics.bindTo(this.registry);
		this.metrics.close();
		await().atMost(LONG)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("appinfra-state-metrics")));
	}

	private void put(String map, String key) {
		this.store.put(map, key, new byte[1]);
	}

	private static Gauge entries(SimpleMeterRegistry registry, String map) {
		return registry.find("appinfra.state.entries").tag("map", map).gauge();
	}

}
