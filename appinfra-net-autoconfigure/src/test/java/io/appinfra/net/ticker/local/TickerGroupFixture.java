package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

import static org.awaitility.Awaitility.await;

/**
 * A group of tickers that a test defines, and that is stopped after it.
 */
abstract class TickerGroupFixture {

	static final Duration SHORT = Duration.ofMillis(1);

	static final Duration DAY = Duration.ofDays(1);

	static final Duration PATIENT = Duration.ofSeconds(20);

	final Map<String, Ticker> tickers = new TreeMap<>();

	final List<TickerDefinition> definitions = new ArrayList<>();

	final ThreadPoolTaskScheduler scheduler = scheduler();

	TickerGroup group;

	@AfterEach
	void stopAll() {
		if (this.group != null) {
			this.group.stop(Duration.ZERO);
		}
		this.scheduler.shutdown();
	}

	void define(String name, TickMode mode, Duration interval, Ticker ticker) {
		this.tickers.put(name, ticker);
		this.definitions.add(TestSettings.every(interval).mode(mode).define(name));
	}

	void start(Duration interval, Ticker ticker) {
		define("ticker", TickMode.FLEX, interval, ticker);
		start(this.scheduler);
	}

	void start(Duration interval, Ticker ticker, List<TickerStatus> statuses) {
		define("ticker", TickMode.FLEX, interval, ticker);
		this.group = group(this.scheduler);
		this.group.setListener(statuses::add);
		this.group.start();
	}

	void start(ThreadPoolTaskScheduler scheduler) {
		this.group = group(scheduler);
		this.group.start();
	}

	TickerGroup group(ThreadPoolTaskScheduler scheduler) {
		return new TickerGroup(this.definitions, (definition) -> this.tickers.get(definition.name()), scheduler, false);
	}

	TickerStatus status() {
		return this.group.tickers().get("ticker").status();
	}

	static ThreadPoolTaskScheduler scheduler() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.initialize();
		return scheduler;
	}

	/**
	 * Remembers how it was called.
	 */
	static class Recorder implements Ticker {

		final List<String> calls = new CopyOnWriteArrayList<>();

		final AtomicInteger ticks = new AtomicInteger();

		@Override
		public void onStart() {
			called("onStart");
		}

		@Override
		public void beforeFirstTick() {
			called("beforeFirstTick");
		}

		@Override
		public void tick(TickContext tick) throws Exception {
			called("tick " + tick.number());
			this.ticks.incrementAndGet();
		}

		@Override
		public void onStop() {
			called("onStop");
		}

		void called(String name) {
			this.calls.add(name);
		}

		void awaitTicks(int count) {
			await().atMost(20, TimeUnit.SECONDS)
				.pollInterval(Duration.ofMillis(2))
				.until(() -> this.ticks.get() >= count);
		}

	}

}
