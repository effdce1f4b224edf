package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import io.appinfra.net.remote.ticker.GateMessage;
import io.appinfra.net.remote.ticker.TickerEnd;
import io.appinfra.net.remote.ticker.TickerStart;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;

/**
 * Tests for tickers of the cluster that tick in a {@link Worker}.
 */
class ClusteredTickersTests {

	private static final Duration PATIENCE = Duration.ofMillis(500);

	private static final Duration BACKOFF = Duration.ofMillis(100);

	private static final int MILLIS = 10_000;

	private final ManualLoop timer = new ManualLoop();

	private final FakeLauncher launcher = new FakeLauncher();

	private final TickGate gate = mock(TickGate.class);

	private final AtomicInteger openings = new AtomicInteger();

	private final TickerDefinition prices = TestSettings.every(Duration.ofSeconds(1))
		.scope(TickScope.CLUSTER)
		.timeout(Duration.ofSeconds(5))
		.inWorker()
		.define("prices");

	private final Worker worker = worker();

	@Test
	void startWhenProcessesFollowEachOtherIsSentToEachAnew() {
		this.worker.start();
		this.worker.startTicker("prices", opening());
		process().connect();
		assertThat(process().starts).isEmpty();
		process().events.ready();
		assertStartedFrom(1);
		process().end(137);
		this.timer.advance(BACKOFF);
		process().connect();
		process().events.ready();
		assertStartedFrom(2);
	}

	@Test
	void startWhenProcessIsReadyIsSentAtOnce() {
		connect();
		this.worker.startTicker("prices", opening());
		assertStartedFrom(1);
		assertThat(this.worker.tickers().get("prices").status().number()).isEqualTo(1);
	}

	@Test
	void startWhenProcessBecomesReadyBeforeItsTurnIsSentOnce() {
		CountDownLatch busy = new CountDownLatch(1);
		willAnswer((invocation) -> {
			busy.await();
			return null;
		}).given(this.gate).scheduled(this.prices, Instant.EPOCH);
		this.worker.start();
		process().connect();
		process().events.gate(0, new GateMessage("prices", Instant.EPOCH, null, null));
		this.worker.startTicker("prices", opening());
		process().events.ready();
		busy.countDown();
		process().events.gate(5, new GateMessage("prices", null, new TickGate.Due(1, Instant.EPOCH, 0, false), null));
		Awaitility.await().until(() -> process().passes.containsKey(5L));
		assertThat(process().starts).containsExactly(new TickerStart("prices", start(1)));
	}

	@Test
	void startWhenOpeningFailsIsNotSent() {
		connect();
		this.worker.startTicker("prices", (definition) -> {
			throw new IllegalStateException("Another instance owns it");
		});
		assertThat(this.worker.stopTicker("prices")).isNotDone();
		awaitEnds(1);
		assertThat(process().starts).isEmpty();
	}

	@Test
	void messagesWhenOfOneTickerGoThroughTheGateInTheirOrder() {
		TickGate.Due due = new TickGate.Due(1, Instant.EPOCH, 0, false);
		given(this.gate.enter(this.prices, due)).willReturn(new TickGate.Pass(7, 70L));
		connect();
		process().events.gate(0, new GateMessage("prices", Instant.EPOCH, null, null));
		process().events.gate(5, new GateMessage("prices", null, due, null));
		process().events.gate(0, new GateMessage("prices", null, null, tick()));
		then(this.gate).should(timeout(MILLIS)).ended(this.prices, tick());
		InOrder order = inOrder(this.gate);
		then(this.gate).should(order).scheduled(this.prices, Instant.EPOCH);
		then(this.gate).should(order).enter(this.prices, due);
		then(this.gate).should(order).ended(this.prices, tick());
		assertThat(process().passes).containsExactly(Map.entry(5L, new TickGate.Pass(7, 70L)));
	}

	@Test
	void questionWhenTickMayNotBeginIsAnsweredAllTheSame() {
		connect();
		process().events.gate(5, new GateMessage("prices", null, new TickGate.Due(1, Instant.EPOCH, 0, false), null));
		Awaitility.await().until(() -> process().passes.containsKey(5L));
		assertThat(process().passes.get(5L)).isNull();
	}

	@Test
	void stopWhenTickHasEndedIsOverOnceThatIsInTheRecord() {
		CountDownLatch writing = new CountDownLatch(1);
		willAnswer((invocation) -> {
			writing.await();
			return null;
		}).given(this.gate).ended(this.prices, tick());
		connect();
		CompletableFuture<Void> stop = this.worker.stopTicker("prices");
		awaitEnds(1);
		assertThat(process().ends).containsExactly(new TickerEnd("prices", false));
		process().events.gate(0, new GateMessage("prices", null, null, tick()));
		process().events.done(process().ids.get(0), null);
		then(this.gate).should(timeout(MILLIS)).ended(this.prices, tick());
		assertThat(stop).isNotDone();
		writing.countDown();
		assertThat(stop).succeedsWithin(Duration.ofMillis(MILLIS));
	}

	@Test
	void stopWhenProcessEndsIsOverAndCountsForItsSuccessor() {
		connect();
		this.worker.startTicker("prices", opening());
		assertStartedFrom(1);
		CompletableFuture<Void> stop = this.worker.stopTicker("prices");
		awaitEnds(1);
		process().end(137);
		assertThat(stop).succeedsWithin(Duration.ofMillis(MILLIS));
		this.timer.advance(BACKOFF);
		process().connect();
		process().events.ready();
		assertThat(this.worker.stopTicker("prices")).isNotDone();
		awaitEnds(1);
		assertThat(process().starts).isEmpty();
	}

	@Test
	void stopWhenThereIsNoProcessIsOver() {
		assertThat(this.worker.stopTicker("prices")).succeedsWithin(Duration.ofMillis(MILLIS));
	}

	@Test
	void abandonWhenTickDoesNotEndKillsTheProcessAndTheTickIsLost() {
		connect();
		process().events.ticker(running());
		CompletableFuture<Void> abandoned = this.worker.abandonTicker("prices", PATIENCE);
		awaitEnds(1);
		assertThat(process().ends).containsExactly(new TickerEnd("prices", true));
		this.timer.advance(PATIENCE);
		assertThat(process().killedBecause).contains("ticker 'prices'", "lease");
		process().end(137);
		assertThat(abandoned).succeedsWithin(Duration.ofMillis(MILLIS));
		assertThat(this.worker.tickers().get("prices").status().last()).isNotNull()
			.extracting(TickRecord::outcome)
			.isEqualTo(Outcome.LOST);
	}

	@Test
	void abandonWhenTickEndsInTimeLeavesTheProcess() {
		connect();
		CompletableFuture<Void> abandoned = this.worker.abandonTicker("prices", PATIENCE);
		awaitEnds(1);
		process().events.done(process().ids.get(0), null);
		assertThat(abandoned).succeedsWithin(Duration.ofMillis(MILLIS));
		this.timer.advance(PATIENCE);
		assertThat(process().killedBecause).isNull();
	}

	@Test
	void abandonWhenTickWaitsForTheStoreLeavesTheProcess() {
		CountDownLatch away = new CountDownLatch(1);
		TickGate.Due due = new TickGate.Due(1, Instant.EPOCH, 0, false);
		willAnswer((invocation) -> {
			away.await();
			return null;
		}).given(this.gate).enter(this.prices, due);
		connect();
		process().events.gate(5, new GateMessage("prices", null, due, null));
		CompletableFuture<Void> abandoned = this.worker.abandonTicker("prices", PATIENCE);
		this.timer.advance(PATIENCE);
		assertThat(abandoned).isNotDone();
		assertThat(process().killedBecause).isNull();
		away.countDown();
		awaitEnds(1);
		assertThat(process().passes.get(5L)).isNull();
	}

	@Test
	void tickWhenItsProcessIsKilledForItsTimeoutIsEndedAtTheGate() {
		connect();
		process().events.ticker(running());
		this.timer.advance(Duration.ofSeconds(5));
		process().end(137);
		then(this.gate).should(timeout(MILLIS))
			.ended(eq(this.prices), argThat((tick) -> tick.number() == 4 && tick.outcome() == Outcome.TIMEOUT));
	}

	private Function<TickerDefinition, TickGate.Start> opening() {
		return (definition) -> start(this.openings.incrementAndGet());
	}

	private TickGate.Start start(int opening) {
		return new TickGate.Start(TickerStatus.of(this.prices).withBegun(opening, 0).withIdle(), null, false);
	}

	private void assertStartedFrom(int opening) {
		Awaitility.await().until(() -> process().starts.size() == 1);
		assertThat(process().starts).containsExactly(new TickerStart("prices", start(opening)));
	}

	private void awaitEnds(int count) {
		Awaitility.await().until(() -> process().ends.size() == count);
	}

	private void connect() {
		this.worker.start();
		process().connect();
		process().events.ready();
	}

	private FakeProcess process() {
		return this.launcher.newest();
	}

	private TickerStatus running() {
		return TickerStatus.of(this.prices).withBegun(4, 0);
	}

	private static TickRecord tick() {
		return new TickRecord(4, Instant.EPOCH, Instant.EPOCH, 1, 0, Outcome.SUCCESS, null);
	}

	private Worker worker() {
		RestartPolicy restart = new RestartPolicy(BACKOFF, Duration.ofSeconds(30), 2, 0, 100, Duration.ofMinutes(5));
		WorkerSettings settings = new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(), List.of(),
				Map.of(),
				new Times(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(5)),
				restart, false, null);
		Worker worker = new Worker(settings, List.of(this.prices), this.launcher, this.timer, () -> 0.5, List::of);
		worker.setGate(this.gate);
		return worker;
	}

}
