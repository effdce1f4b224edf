package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TickListener} and {@link TickListeners}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class TickListenersTests {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private TickerGroup group;

	@AfterEach
	void stop() {
		if (this.group != null) {
			this.group.stop(Duration.ZERO);
		}
	}

	@Test
	void listenersWhenTickFailsAreReportedAroundItInItsThread() throws Exception {
		Thread[] threads = new Thread[1];
		TickListener recorder = (ticker, tick, origin) -> {
			threads[0] = Thread.currentThread();
			this.calls.add("begun " + ticker.name() + " " + tick.number());
			return (record, failure) -> {
				assertThat(Thread.currentThread()).isSameAs(threads[0]);
				this.calls.add("ended %s %s".formatted(record.outcome(), failure.getMessage()));
			};
		};
		start((tick) -> {
			this.calls.add("tick");
			throw new IllegalStateException("on purpose");
		}, recorder, named("second"));
		TickRecord tick = trigger();
		assertThat(this.calls).containsExactly("begun prices 1", "begun second", "tick", "ended second",
				"ended FAILURE on purpose");
		assertThat(tick.outcome()).isEqualTo(Outcome.FAILURE);
	}

	@Test
	void tickWhenListenersThrowIsAsEverAndTheyAreLoggedOnce(CapturedOutput output) throws Exception {
		TickListener broken = (ticker, tick, origin) -> {
			throw new AssertionError("broken at the beginning");
		};
		TickListener brokenLater = (ticker, tick, origin) -> (record, failure) -> {
			throw new IllegalStateException("broken at the end");
		};
		start((tick) -> this.calls.add("tick"), broken, brokenLater, named("sound"));
		for (int i = 0; i < 3; i++) {
			assertThat(trigger().outcome()).isEqualTo(Outcome.SUCCESS);
		}
		assertThat(this.calls.subList(0, 3)).containsExactly("begun sound", "tick", "ended sound");
		assertThat(this.calls).hasSize(9);
		assertThat(output).containsOnlyOnce("AssertionError: broken at the beginning")
			.containsOnlyOnce("IllegalStateException: broken at the end");
	}

	@Test
	void originWhenTriggersAreOneTickIsThatOfAll() throws Exception {
		CountDownLatch mayEnd = new CountDownLatch(1);
		List<TickOrigin> origins = new CopyOnWriteArrayList<>();
		start((tick) -> mayEnd.await(), (ticker, tick, origin) -> {
			origins.add(origin);
			return TickListener.Ending.NO_OP;
		});
		TickerControl ticker = this.group.tickers().get("prices");
		ticker.trigger(origin("first"));
		await().atMost(Duration.ofSeconds(20)).until(() -> !origins.isEmpty());
		ticker.trigger(origin("second"));
		CompletableFuture<TickRecord> third = ticker.trigger(origin("third"));
		mayEnd.countDown();
		third.get(20, TimeUnit.SECONDS);
		assertThat(origins).containsExactly(origin("first"), new TickOrigin(List.of("second", "third")));
	}

	@Test
	void originWhenListenersKnowItIsThatOfAll() {
		TickListeners listeners = new TickListeners(List.of(knows("first"), named("none"), knows("second")));
		assertThat(listeners.origin()).isEqualTo(new TickOrigin(List.of("first", "second")));
	}

	@Test
	void originWhenThereAreManyIsBounded() {
		TickOrigin origin = TickOrigin.NONE;
		for (int i = 0; i < 100; i++) {
			origin = origin.and(origin("span " + i));
		}
		assertThat(origin.traceparents()).hasSize(32).first().isEqualTo("span 0");
	}

	private static TickOrigin origin(String span) {
		return new TickOrigin(List.of(span));
	}

	private static TickListener knows(String span) {
		return new TickListener() {

			@Override
			public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
				return Ending.NO_OP;
			}

			@Override
			public TickOrigin origin() {
				return TickListenersTests.origin(span);
			}

		};
	}

	private TickListener named(String name) {
		return (ticker, tick, origin) -> {
			this.calls.add("begun " + name);
			return (record, failure) -> this.calls.add("ended " + name);
		};
	}

	private void start(Ticker ticker, TickListener... listeners) {
		TestSettings settings = TestSettings.every(Duration.ofDays(1)).initialDelay(Duration.ofDays(1));
		this.group = new TickerGroup(List.of(settings.define("prices")), (definition) -> ticker, null, false);
		this.group.setTickListener(() -> new TickListeners(new ArrayList<>(List.of(listeners))));
		this.group.start();
	}

	private TickRecord trigger() throws InterruptedException, ExecutionException, TimeoutException {
		return this.group.tickers().get("prices").trigger().get(20, TimeUnit.SECONDS);
	}

}
