package io.appinfra.net.autoconfigure.cluster;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSettings;
import io.appinfra.net.ticker.local.TickerGroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link GroupOfTickers}.
 */
class GroupOfTickersTests {

	private final WorkerSupervisor workers = mock(WorkerSupervisor.class);

	private final GroupOfTickers group = new GroupOfTickers(mock(TickerGroup.class), this.workers,
			List.of(define("here", RunIn.IN_PROCESS), define("there", RunIn.WORKER)), Duration.ZERO);

	@Test
	void isReadyWhenTickerIsInProcessIsTrue() {
		assertThat(this.group.isReady("here")).isTrue();
	}

	@Test
	void isReadyWhenTickerIsInAWorkerFollowsItsStates() {
		assertThat(isReady(WorkerState.STARTING)).isFalse();
		assertThat(isReady(WorkerState.UP)).isTrue();
		assertThat(isReady(WorkerState.BACKOFF)).isTrue();
		assertThat(isReady(WorkerState.STARTING)).isTrue();
		assertThat(isReady(WorkerState.DOWN)).isFalse();
		assertThat(isReady(WorkerState.STARTING)).isFalse();
		assertThat(isReady(WorkerState.UP)).isTrue();
	}

	private boolean isReady(WorkerState state) {
		WorkerStatus status = mock(WorkerStatus.class);
		given(status.state()).willReturn(state);
		given(this.workers.worker("default")).willReturn(status);
		return this.group.isReady("there");
	}

	private static TickerDefinition define(String name, RunIn runIn) {
		return new TickerDefinition(name, new TickerSettings(TickMode.FLEX, Duration.ofSeconds(1), null, ZoneOffset.UTC,
				Duration.ZERO, Duration.ZERO, null, 10, null, 0, false, runIn, "default", TickScope.CLUSTER));
	}

}
