package io.appinfra.net.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.coordinator.Command;
import io.appinfra.net.cluster.coordinator.Coordinator;
import io.appinfra.net.cluster.coordinator.Event;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isA;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link ClusterCommands}.
 */
class ClusterCommandsTests {

	private final Coordinator coordinator = mock(Coordinator.class);

	private final TickerRuns runs = mock(TickerRuns.class);

	private final List<Runnable> queue = new ArrayList<>();

	private final LocalStateStore store = new LocalStateStore(10_000, 1_000_000);

	private final TickerRecords records = new TickerRecords(this.store);

	private final Runnable whenEnded = mock(Runnable.class);

	private final ClusterCommands commands = new ClusterCommands(this.coordinator, this.records,
			new SeenRecords(this.records), new Membership(this.store), this.runs, mock(Takeovers.class),
			this.queue::add, this.whenEnded);

	@Test
	void loseWhenTickersTickAbandonsThemBeforeTheThreadOfTheClusterFollows() {
		startAlpha();
		this.commands.lose("me");
		then(this.runs).should().abandon("alpha");
		then(this.coordinator).should(never()).on(isA(Event.LeaseLost.class), anyLong());
		runQueue();
		assertThat(this.commands.me()).isNull();
		then(this.coordinator).should().on(isA(Event.LeaseLost.class), anyLong());
	}

	@Test
	void loseWhenTheLifeHasAnotherNameByThenKeepsThat() {
		startAlpha();
		this.commands.join("next");
		this.commands.lose("me");
		runQueue();
		assertThat(this.commands.me()).isEqualTo("next");
		then(this.coordinator).should(never()).on(isA(Event.LeaseLost.class), anyLong());
	}

	@Test
	void stopWhenTickerHasEndedLetsTheCoordinatorKnowInTheThreadOfTheCluster() {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		given(this.runs.stop("alpha")).willAnswer((invocation) -> stopped);
		startAlpha();
		given(this.coordinator.on(isA(Event.Drain.class), anyLong())).willReturn(List.of(new Command.Stop("alpha")));
		this.commands.on(new Event.Drain());
		stopped.complete(null);
		assertThat(this.commands.runs("alpha")).isTrue();
		runQueue();
		assertThat(this.commands.runs("alpha")).isFalse();
		then(this.coordinator).should().on(eq(new Event.Ended("alpha")), anyLong());
		then(this.whenEnded).should().run();
	}

	@Test
	void startWhenItIsRefusedEndsTheTicker() {
		willThrow(new IllegalStateException("on purpose")).given(this.runs).start(any(), any());
		startAlpha();
		runQueue();
		assertThat(this.commands.runs("alpha")).isFalse();
		then(this.coordinator).should().on(eq(new Event.Ended("alpha")), anyLong());
	}

	private void startAlpha() {
		given(this.coordinator.on(eq(new Event.Joined("me")), anyLong()))
			.willReturn(List.of(new Command.Start("alpha")));
		this.commands.join("me");
	}

	private void runQueue() {
		while (!this.queue.isEmpty()) {
			this.queue.remove(0).run();
		}
	}

}
