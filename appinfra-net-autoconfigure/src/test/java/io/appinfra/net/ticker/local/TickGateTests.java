package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TickGate}, and for tickers that are abandoned.
 */
@Timeout(30)
class TickGateTests {

	private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

	private final AtomicLong token = new AtomicLong();

	private TickerGroup group;

	@AfterEach
	void stop() {
		this.group.stop(Duration.ofSeconds(5));
	}

	@Test
	void tickHasNumberAndTokenOfItsPassAndItsEndIsReported() {
		start(Duration.ofDays(1), new TickGate() {

			@Override
			public Pass enter(TickerDefinition ticker, Due tick) {
				TickGateTests.this.calls.add("enter " + tick.number());
				return new Pass(tick.number() + 40, 7000L);
			}

			@Override
			public void ended(TickerDefinition ticker, TickRecord tick) {
				TickGateTests.this.calls.add("ended " + tick.number() + " " + tick.outcome());
			}

		}, (tick) -> {
			this.token.set(tick.fencingToken());
			this.calls.add("tick " + tick.number());
		});
		await().until(() -> ticker().status().ticks() == 1);
		TickRecord tick = ticker().trigger().orTimeout(20, TimeUnit.SECONDS).join();
		assertThat(tick.number()).isEqualTo(82);
		assertThat(this.token).hasValue(7000);
		assertThat(this.calls).containsExactly("enter 1", "tick 41", "ended 41 SUCCESS", "enter 42", "tick 82",
				"ended 82 SUCCESS");
	}

	@Test
	void tickThatMayNotBeginIsLeftOutAndScheduleGoesOn() {
		AtomicLong asked = new AtomicLong();
		start(Duration.ofMillis(1), (ticker, tick) -> switch ((int) asked.incrementAndGet() % 3) {
			case 0 -> null;
			case 1 -> throw new IllegalStateException("no answer");
			default -> new TickGate.Pass(tick.number(), null);
		}, (tick) -> this.calls.add("tick " + tick.number()));
		await().until(() -> this.calls.size() >= 5);
		assertThat(this.calls).startsWith("tick 1", "tick 2", "tick 3", "tick 4", "tick 5");
		assertThat(asked.get()).isGreaterThanOrEqualTo(14);
	}

	@Test
	void triggerThatMayNotBeginFails() {
		start(Duration.ofDays(1), (ticker, tick) -> null, (tick) -> this.calls.add("tick"));
		assertThat(ticker().trigger()).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.havingRootCause()
			.withMessage("Ticker 'ticker' may not tick now");
		assertThat(this.calls).isEmpty();
	}

	@Test
	void tickOfTickerThatIsAbandonedIsInterruptedAndLost() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		start(Duration.ofDays(1), TickGate.NO_OP, new Ticker() {

			@Override
			public void tick(TickContext tick) throws Exception {
				begun.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					TickGateTests.this.calls.add("interrupted " + tick.stopRequested());
				}
			}

			@Override
			public void onStop() {
				TickGateTests.this.calls.add("onStop");
			}

		});
		begun.await();
		assertThat(((LocalTicker) ticker()).runner().abandon()).succeedsWithin(Duration.ofSeconds(20));
		assertThat(this.calls).containsExactly("interrupted true", "onStop");
		assertThat(ticker().status().last()).satisfies((tick) -> {
			assertThat(tick.outcome()).isEqualTo(TickRecord.Outcome.LOST);
			assertThat(tick.error()).contains("Another instance");
		});
	}

	@Test
	void tickOfTickerThatIsAbandonedWhileItIsLetBeginDoesNotBegin() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch abandoned = new CountDownLatch(1);
		start(Duration.ofDays(1), (ticker, tick) -> {
			entered.countDown();
			awaitUninterrupted(abandoned);
			return new TickGate.Pass(1, 7000L);
		}, (tick) -> this.calls.add("tick"));
		assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> stopped = ((LocalTicker) ticker()).runner().abandon();
		abandoned.countDown();
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(20));
		assertThat(this.calls).isEmpty();
	}

	@Test
	void tickerOnStandbyWhenTriggeredBeforeItStartsTicksOnceForThat() {
		start(Duration.ofDays(1), new TickGate() {

			@Override
			public boolean isOnStandby(TickerDefinition ticker) {
				return true;
			}

			@Override
			public Position started(TickerDefinition ticker) {
				return new Position(Instant.now().plus(Duration.ofDays(1)), null, null);
			}

			@Override
			public Pass enter(TickerDefinition ticker, Due tick) {
				TickGateTests.this.calls.add("enter " + tick.triggered());
				return new Pass(tick.number(), 7000L);
			}

		}, (tick) -> this.calls.add("tick " + tick.number()));
		this.group.start("ticker",
				(definition) -> new TickGate.Start(TickerStatus.of(definition).withBegun(9, 0).withIdle(), null, true));
		await().until(() -> ticker().status().number() == 10 && ticker().status().last() != null);
		assertThat(this.calls).containsExactly("enter true", "tick 10");
	}

	private TickerControl ticker() {
		return this.group.tickers().get("ticker");
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// the gate decides whatever happens meanwhile
			}
		}
	}

	private void start(Duration interval, TickGate gate, Ticker ticker) {
		this.group = new TickerGroup(List.of(TestSettings.every(interval).define("ticker")), (any) -> ticker, null,
				false);
		this.group.setGate(gate);
		this.group.start();
	}

}
