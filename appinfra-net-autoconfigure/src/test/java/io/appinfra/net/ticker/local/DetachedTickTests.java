package io.appinfra.net.ticker.local;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.thread.Threading;
import org.springframework.mock.env.MockEnvironment;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what a tick has of the thread that triggers it: nothing.
 */
@Timeout(30)
class DetachedTickTests {

	private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();

	private TickerGroup group = new TickerGroup(List.of(), (any) -> (tick) -> {
	}, null, false);

	@AfterEach
	void stop() {
		USER.remove();
		this.group.stop(Duration.ofSeconds(5));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tickHasNothingOfThreadThatTriggersIt(boolean virtual) throws Exception {
		assumeTrue(!virtual || Threading.VIRTUAL
			.isActive(new MockEnvironment().withProperty("spring.threads.virtual.enabled", "true")));
		AtomicReference<String> seen = new AtomicReference<>("nothing");
		AtomicReference<ClassLoader> classLoader = new AtomicReference<>();
		start(virtual, (tick) -> {
			seen.set(USER.get());
			classLoader.set(Thread.currentThread().getContextClassLoader());
		});
		CompletableFuture<TickRecord> tick = new CompletableFuture<>();
		try (URLClassLoader ofRequest = new URLClassLoader(new URL[0])) {
			Thread request = new Thread(() -> {
				USER.set("alice");
				this.group.tickers().get("ticker").trigger().thenAccept(tick::complete);
			});
			request.setContextClassLoader(ofRequest);
			request.start();
			tick.get(20, TimeUnit.SECONDS);
		}
		assertThat(seen.get()).isNull();
		assertThat(classLoader.get()).isSameAs(Thread.currentThread().getContextClassLoader());
	}

	@Test
	void tickHasNothingOfThreadThatStartsTheTickers() {
		USER.set("main");
		AtomicReference<String> seen = new AtomicReference<>("nothing");
		start(false, (tick) -> seen.set(USER.get()));
		this.group.tickers().get("ticker").trigger().orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(seen.get()).isNull();
	}

	private void start(boolean virtual, Ticker ticker) {
		TickerDefinition definition = TestSettings.every(Duration.ofDays(1))
			.initialDelay(Duration.ofDays(1))
			.define("ticker");
		this.group = new TickerGroup(List.of(definition), (any) -> ticker, null, virtual);
		this.group.start();
	}

}
