package io.appinfra.net.remote.ticker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.local.TickerGroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link WorkerTickGate}.
 */
class WorkerTickGateTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final TickGate.Due DUE = new TickGate.Due(3, Instant.EPOCH, 0, false);

	private final TickerDefinition clustered = TestSettings.every(Duration.ofSeconds(1))
		.scope(TickScope.CLUSTER)
		.define("prices");

	private final TickerDefinition own = TestSettings.every(Duration.ofSeconds(1)).define("cache");

	private final List<Frame> sent = new CopyOnWriteArrayList<>();

	private final Map<FrameType, Receiver.Handler> handlers = new EnumMap<>(FrameType.class);

	private final TickerReporter reporter = mock(TickerReporter.class);

	private final TickerGroup group = mock(TickerGroup.class);

	private final Outbox web = mock(Outbox.class);

	private final AtomicLong now = new AtomicLong();

	private final WorkerTickGate tickers = new WorkerTickGate(this.web, this.reporter, this.now::get);

	@BeforeEach
	void register() {
		Receiver receiver = mock(Receiver.class);
		given(receiver.on(any(), any())).willAnswer((invocation) -> {
			this.handlers.put(invocation.getArgument(0), invocation.getArgument(1));
			return receiver;
		});
		willAnswer((invocation) -> {
			Supplier<Frame> frame = invocation.getArgument(0);
			this.sent.add(frame.get());
			return null;
		}).given(this.web).postWhenPossible(any());
		this.tickers.register(receiver);
		this.tickers.take(this.group);
	}

	@Test
	void enterWhenOfTheClusterAsksAndWaitsForTheAnswer() throws Exception {
		CompletableFuture<TickGate.Pass> entered = enter();
		GateMessage question = this.sent.get(0).message(GateMessage.class);
		assertThat(question).isEqualTo(new GateMessage("prices", null, DUE, null));
		assertThat(entered).isNotDone();
		receive(Frame.of(FrameType.PASS, this.sent.get(0).id(), new TickGate.Pass(7, 70L)));
		assertThat(entered).succeedsWithin(LONG).isEqualTo(new TickGate.Pass(7, 70L));
	}

	@Test
	void enterWhenAnswerComesAfterTheLeaseLeavesTheTickOut() throws Exception {
		CompletableFuture<TickGate.Pass> entered = enter();
		this.now.addAndGet(Duration.ofSeconds(2).toNanos());
		receive(Frame.of(FrameType.PASS, this.sent.get(0).id(), new TickGate.Pass(7, 70L, Duration.ofSeconds(2))));
		assertThat(entered).succeedsWithin(LONG).isNull();
	}

	@Test
	void enterWhenAnswerComesBeforeTheEndOfTheLeaseLetsItTick() throws Exception {
		CompletableFuture<TickGate.Pass> entered = enter();
		this.now.addAndGet(Duration.ofSeconds(2).toNanos() - 1);
		TickGate.Pass pass = new TickGate.Pass(7, 70L, Duration.ofSeconds(2));
		receive(Frame.of(FrameType.PASS, this.sent.get(0).id(), pass));
		assertThat(entered).succeedsWithin(LONG).isEqualTo(pass);
	}

	@Test
	void enterWhenAnswerIsEmptyLeavesTheTickOut() throws Exception {
		CompletableFuture<TickGate.Pass> entered = enter();
		receive(new Frame(FrameType.PASS, this.sent.get(0).id(), new byte[0]));
		assertThat(entered).succeedsWithin(LONG).isNull();
	}

	@Test
	void enterWhenInterruptedLeavesTheTickOutAndKeepsTheInterrupt() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> interrupted
			.complete(this.tickers.enter(this.clustered, DUE) == null && Thread.currentThread().isInterrupted()));
		thread.start();
		Awaitility.await().until(() -> this.sent.size() == 1);
		thread.interrupt();
		assertThat(interrupted).succeedsWithin(LONG).isEqualTo(true);
		receive(Frame.of(FrameType.PASS, this.sent.get(0).id(), new TickGate.Pass(7, 70L)));
	}

	@Test
	void tickWhenOfTheInstanceAsksNobody() {
		assertThat(this.tickers.isOnStandby(this.own)).isFalse();
		assertThat(this.tickers.enter(this.own, DUE)).isEqualTo(new TickGate.Pass(3, null));
		this.tickers.scheduled(this.own, Instant.EPOCH);
		this.tickers.ended(this.own, tick());
		assertThat(this.sent).isEmpty();
	}

	@Test
	void scheduleAndEndWhenOfTheClusterAreReported() throws IOException {
		this.tickers.scheduled(this.clustered, Instant.EPOCH);
		this.tickers.ended(this.clustered, tick());
		assertThat(this.sent.get(0).message(GateMessage.class))
			.isEqualTo(new GateMessage("prices", Instant.EPOCH, null, null));
		assertThat(this.sent.get(1).message(GateMessage.class))
			.isEqualTo(new GateMessage("prices", null, null, tick()));
	}

	@Test
	void startStartsTheTickerWhereItsScheduleGoesOn() throws IOException {
		TickGate.Start from = new TickGate.Start(TickerStatus.of(this.clustered),
				new TickGate.Position(Instant.EPOCH, null, null), true);
		assertThat(this.tickers.isOnStandby(this.clustered)).isTrue();
		receive(Frame.of(FrameType.TICKER_START, new TickerStart("prices", from)));
		ArgumentCaptor<Function<TickerDefinition, TickGate.Start>> opening = ArgumentCaptor.captor();
		then(this.group).should().start(any(), opening.capture());
		assertThat(opening.getValue().apply(this.clustered)).isEqualTo(from);
		assertThat(this.tickers.started(this.clustered)).isEqualTo(from.position());
	}

	@Test
	void endIsReportedOnceTheTickerHasEnded() throws IOException {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		given(this.group.stop("prices")).willReturn(stopped);
		receive(Frame.of(FrameType.TICKER_END, 4, new TickerEnd("prices", false)));
		then(this.reporter).should(never()).done(4, null);
		stopped.complete(null);
		then(this.reporter).should().done(4, null);
		given(this.group.abandon("prices")).willReturn(CompletableFuture.completedFuture(null));
		receive(Frame.of(FrameType.TICKER_END, 5, new TickerEnd("prices", true)));
		then(this.reporter).should().done(5, null);
	}

	private CompletableFuture<TickGate.Pass> enter() {
		CompletableFuture<TickGate.Pass> entered = CompletableFuture
			.supplyAsync(() -> this.tickers.enter(this.clustered, DUE));
		Awaitility.await().until(() -> this.sent.size() == 1);
		return entered;
	}

	private void receive(Frame frame) throws IOException {
		this.handlers.get(frame.type()).handle(frame);
	}

	private static TickRecord tick() {
		return new TickRecord(3, Instant.EPOCH, Instant.EPOCH, 1, 0, TickRecord.Outcome.SUCCESS, null);
	}

}
