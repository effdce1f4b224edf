package io.appinfra.net.remote.ticker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.remote.ticker.TickerCommand.Action;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerControl;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link TickerCommandReceiver}.
 */
class TickerCommandReceiverTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final TickerReporter reporter = mock(TickerReporter.class);

	private final TickerControl prices = mock(TickerControl.class);

	private final TickerCommandReceiver commands = new TickerCommandReceiver(this.reporter);

	private final CompletableFuture<TickRecord> trigger = new CompletableFuture<>();

	private Receiver.Handler handler;

	@BeforeEach
	void register() {
		Receiver receiver = mock(Receiver.class);
		this.commands.register(receiver);
		ArgumentCaptor<Receiver.Handler> handler = ArgumentCaptor.captor();
		then(receiver).should().on(eq(FrameType.TICKER_COMMAND), handler.capture());
		this.handler = handler.getValue();
		given(this.prices.trigger(any())).willReturn(this.trigger);
	}

	@Test
	void commandsWhenTickersHaveStartedAreCarriedOutAndReported() throws IOException {
		start();
		send(1, Action.PAUSE);
		send(2, Action.SET_INTERVAL);
		send(3, Action.RESUME);
		InOrder order = inOrder(this.prices, this.reporter);
		then(this.prices).should(order).pause();
		then(this.reporter).should(order).done(1, null);
		then(this.prices).should(order).setInterval(INTERVAL);
		then(this.reporter).should(order).done(2, null);
		then(this.prices).should(order).resume();
		then(this.reporter).should(order).done(3, null);
	}

	@Test
	void commandsWhenThereAreNoTickersYetAreCarriedOutBeforeTheseStart() throws IOException {
		send(1, Action.PAUSE);
		send(2, Action.SET_INTERVAL);
		then(this.prices).shouldHaveNoInteractions();
		this.commands.take(Map.of("prices", this.prices));
		InOrder order = inOrder(this.prices);
		then(this.prices).should(order).pause();
		then(this.prices).should(order).setInterval(INTERVAL);
	}

	@Test
	void triggerWhenTickersHaveNotStartedWaitsUntilTheyHave() throws IOException {
		send(1, Action.TRIGGER);
		this.commands.take(Map.of("prices", this.prices));
		send(2, Action.PAUSE);
		then(this.prices).should(never()).trigger(any());
		then(this.prices).should().pause();
		this.commands.started();
		then(this.prices).should().trigger(new TickOrigin(List.of("span")));
	}

	@Test
	void triggerWhenTickEndsReportsIt() throws IOException {
		start();
		send(1, Action.TRIGGER);
		then(this.reporter).shouldHaveNoInteractions();
		TickRecord tick = new TickRecord(7, Instant.EPOCH, Instant.EPOCH, 1, 0, TickRecord.Outcome.SUCCESS, null);
		this.trigger.complete(tick);
		then(this.reporter).should().done(1, tick);
	}

	@Test
	void triggerWhenItCannotBeReportsItsCause() throws IOException {
		start();
		send(1, Action.TRIGGER);
		this.trigger.completeExceptionally(new CompletionException(new IllegalStateException("It is stopped")));
		then(this.reporter).should().refused(1, "It is stopped");
	}

	@Test
	void commandWhenItFailsIsRefused() throws IOException {
		willThrow(new IllegalArgumentException("It ticks by cron")).given(this.prices).setInterval(INTERVAL);
		start();
		send(1, Action.SET_INTERVAL);
		then(this.reporter).should().refused(1, "It ticks by cron");
		then(this.reporter).should(never()).done(1, null);
	}

	@ParameterizedTest
	@EnumSource
	void commandWhenThereIsNoSuchTickerIsRefused(Action action) throws IOException {
		this.commands.take(Map.of());
		this.commands.started();
		send(1, action);
		then(this.reporter).should().refused(1, "There is no ticker 'prices'");
	}

	private void start() {
		this.commands.take(Map.of("prices", this.prices));
		this.commands.started();
	}

	private void send(long id, Action action) throws IOException {
		Duration interval = (action == Action.SET_INTERVAL) ? INTERVAL : null;
		List<String> spans = (action == Action.TRIGGER) ? List.of("span") : List.of();
		this.handler
			.handle(Frame.of(FrameType.TICKER_COMMAND, id, new TickerCommand("prices", action, interval, spans)));
	}

}
