package io.appinfra.net.remote.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

import io.appinfra.net.process.ChildProcess;
import io.appinfra.net.process.ExitCode;
import io.appinfra.net.remote.log.WorkerLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link ProcessKill}.
 */
class ProcessKillTests {

	private final ChildProcess process = mock(ChildProcess.class);

	private final WorkerLog log = mock(WorkerLog.class);

	private final EventLoop loop = mock(EventLoop.class);

	private final ControlConnection control = mock(ControlConnection.class);

	private final CompletableFuture<ExitCode> exit = new CompletableFuture<>();

	private final ProcessKill kill = new ProcessKill(this.process, this.log, this.loop);

	@BeforeEach
	void start() {
		given(this.process.exit()).willReturn(this.exit);
	}

	@Test
	void ifAliveWhenProcessLivesKillsItForThatReason() {
		this.kill.ifAlive("it was slow");
		then(this.process).should().kill();
		then(this.log).shouldHaveNoInteractions();
		assertThat(this.kill.reason()).isEqualTo("it was slow");
	}

	@Test
	void ifAliveWhenProcessHasEndedDoesNothing() {
		this.exit.complete(new ExitCode(0));
		this.kill.ifAlive("it was slow");
		then(this.process).should(never()).kill();
		assertThat(this.kill.reason()).isNull();
	}

	@Test
	void ifAliveWhenThreadsHaveComeLogsThemBeforeTheKill() {
		this.kill.dumped("main");
		then(this.process).should(never()).kill();
		this.kill.ifAlive("it was slow");
		InOrder order = inOrder(this.log, this.process);
		order.verify(this.log).dump("it was slow", "main");
		order.verify(this.process).kill();
	}

	@Test
	void afterDumpWhenProcessHasNotConnectedKillsItAtOnce() {
		this.kill.afterDump("it is silent", null);
		then(this.process).should().kill();
		assertThat(this.kill.reason()).isEqualTo("it is silent");
	}

	@Test
	void afterDumpWhenThreadsDoNotComeKillsASecondLater() {
		this.kill.afterDump("it is silent", this.control);
		then(this.control).should().askForThreads();
		then(this.process).should(never()).kill();
		ArgumentCaptor<Runnable> later = ArgumentCaptor.captor();
		then(this.loop).should().after(eq(Duration.ofSeconds(1)), later.capture());
		later.getValue().run();
		then(this.process).should().kill();
	}

	@Test
	void afterDumpWhenThreadsComeLogsThemAndKillsAtOnce() {
		this.kill.afterDump("it is silent", this.control);
		this.kill.dumped("main");
		then(this.log).should().dump("it is silent", "main");
		then(this.process).should().kill();
		then(this.loop).should().after(any(), any());
	}

}
