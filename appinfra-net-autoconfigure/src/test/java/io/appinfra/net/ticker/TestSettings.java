package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Settings of a ticker for tests: FLEX every second, in-process, where nothing else is
 * said.
 */
public final class TestSettings {

	private TickMode mode = TickMode.FLEX;

	private Duration interval = Duration.ofSeconds(1);

	private String cron;

	private ZoneId zone = ZoneOffset.UTC;

	private Duration initialDelay = Duration.ZERO;

	private Duration jitter = Duration.ZERO;

	private Duration timeout;

	private int maxCatchUp = 10;

	private Duration maxLateness;

	private int pauseAfterFailures;

	private boolean paused;

	private TickScope scope = TickScope.INSTANCE;

	private RunIn runIn = RunIn.IN_PROCESS;

	public static TestSettings every(Duration interval) {
		TestSettings settings = new TestSettings();
		settings.interval = interval;
		return settings;
	}

	public static TestSettings continuous() {
		return every(null).mode(TickMode.CONTINUOUS);
	}

	public static TestSettings cron(String cron) {
		TestSettings settings = every(null).mode(TickMode.CRON).initialDelay(null);
		settings.cron = cron;
		return settings;
	}

	public TestSettings scope(TickScope scope) {
		this.scope = scope;
		return this;
	}

	public TestSettings mode(TickMode mode) {
		this.mode = mode;
		return this;
	}

	public TestSettings initialDelay(Duration initialDelay) {
		this.initialDelay = initialDelay;
		return this;
	}

	public TestSettings jitter(Duration jitter) {
		this.jitter = jitter;
		return this;
	}

	public TestSettings timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	public TestSettings maxCatchUp(int maxCatchUp) {
		this.maxCatchUp = maxCatchUp;
		return this;
	}

	public TestSettings maxLateness(Duration maxLateness) {
		this.maxLateness = maxLateness;
		return this;
	}

	public TestSettings pauseAfterFailures(int pauseAfterFailures) {
		this.pauseAfterFailures = pauseAfterFailures;
		return this;
	}

	public TestSettings paused() {
		this.paused = true;
		return this;
	}

	public TestSettings inWorker() {
		this.runIn = RunIn.WORKER;
		return this;
	}

	public TickerSettings build() {
		return new TickerSettings(this.mode, this.interval, this.cron, this.zone, this.initialDelay, this.jitter,
				this.timeout, this.maxCatchUp, this.maxLateness, this.pauseAfterFailures, this.paused, this.runIn,
				"default", this.scope);
	}

	public TickerDefinition define(String name) {
		return new TickerDefinition(name, build());
	}

}
