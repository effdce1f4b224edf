package io.appinfra.net.remote.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Hello.Purpose;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.process.ChildProcess;
import io.appinfra.net.process.ExitCode;
import io.appinfra.net.process.JavaCommand;
import io.appinfra.net.remote.log.LogMessage;
import io.appinfra.net.remote.log.WorkerLog;
import io.appinfra.net.remote.meter.MeterReport;
import io.appinfra.net.remote.state.StateServer;
import io.appinfra.net.remote.ticker.GateMessage;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A worker's process that is a JVM, with its connections. Safe for use by many threads.
 */
public final class JavaWorkerProcess implements WorkerProcess {

	private static final Duration CHANNEL_CLOSES = Duration.ofSeconds(1);

	private final WorkerHost host;

	private final String token;

	private final ChildProcess process;

	private final WorkerConfiguration configuration;

	private final StopTimes times;

	private final ProcessListener listener;

	private final StateSession.Member member;

	private final WorkerLog log;

	private final ProcessKill kill;

	private final WorkerConnections connections = new WorkerConnections();

	private volatile @Nullable ControlConnection control;

	private JavaWorkerProcess(WorkerHost host, String token, ChildProcess process, WorkerConfiguration configuration,
			StopTimes times, ProcessListener listener) {
		this.host = host;
		this.token = token;
		this.process = process;
		this.configuration = configuration;
		this.times = times;
		this.listener = listener;
		this.member = join(host, process, configuration.worker());
		this.log = new WorkerLog(configuration.worker(), process.pid());
		this.kill = new ProcessKill(process, this.log, host.loop());
	}

	/**
	 * Start a process.
	 * @param host what it connects to
	 * @param command what to start
	 * @param configuration what it is sent first
	 * @param times when it is pressed to stop
	 * @param listener takes what it reports
	 * @return the process
	 * @throws io.appinfra.net.process.ProcessStartException if it cannot be started
	 */
	public static JavaWorkerProcess start(WorkerHost host, JavaCommand command, WorkerConfiguration configuration,
			StopTimes times, ProcessListener listener) {
		CompletableFuture<JavaWorkerProcess> started = new CompletableFuture<>();
		String token = host.server().expect((purpose, connection) -> process(started).serve(purpose, connection));
		try {
			List<String> input = List.of(host.server().path().toString(), token);
			ChildProcess child = ChildProcess.start(command, host.server().path().getParent(), input,
					(line) -> started.join().log.print(line));
			JavaWorkerProcess process = new JavaWorkerProcess(host, token, child, configuration, times, listener);
			started.complete(process);
			child.exit().thenAccept(process::exited);
			return process;
		}
		catch (RuntimeException | Error ex) {
			started.completeExceptionally(ex);
			host.server().forget(token);
			throw ex;
		}
	}

	private static JavaWorkerProcess process(CompletableFuture<JavaWorkerProcess> started) throws ProtocolException {
		try {
			return started.join();
		}
		catch (CompletionException ex) {
			throw new ProtocolException("The process could not be started");
		}
	}

	/**
	 * Let the process own locks, before it is served.
	 */
	private static StateSession.Member join(WorkerHost host, ChildProcess process, String worker) {
		try {
			return host.session().join(worker, process.pid());
		}
		catch (RuntimeException | Error ex) {
			process.kill();
			throw ex;
		}
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public void stop() {
		ControlConnection control = this.control;
		if (control == null) {
			this.process.terminate();
		}
		else {
			control.stop(this.times);
			this.host.loop().after(this.times.terminateAfter(), () -> terminate(control));
		}
		Duration timeout = this.times.killAfter();
		this.host.loop()
			.after(timeout, () -> this.kill.ifAlive("it did not stop within %d ms".formatted(timeout.toMillis())));
	}

	private void terminate(ControlConnection control) {
		if (!this.process.exit().isDone()) {
			control.askForThreads();
			this.process.terminate();
		}
	}

	@Override
	public void kill(String why) {
		this.kill.afterDump(why, this.control);
	}

	@Override
	public void discard(String why) {
		this.kill.ifAlive(why);
	}

	private void serve(Purpose purpose, Connection connection) throws IOException {
		Runnable served = this.connections.begin(purpose, connection);
		try {
			switch (purpose) {
				case CONTROL -> serveControl(connection);
				case STATE -> serveState(connection);
			}
		}
		catch (ProtocolException ex) {
			this.kill.ifAlive("what it sent is not what it should be: " + ex.getMessage());
			throw ex;
		}
		finally {
			served.run();
			this.host.loop().after(CHANNEL_CLOSES, () -> this.kill.ifAlive("it closed its connection"));
		}
	}

	private void serveControl(Connection connection) throws IOException {
		ControlConnection control = new ControlConnection(connection, this.host.session().store(), this.member, pid());
		this.control = control;
		control.configure(this.configuration);
		this.listener.connected(control);
		control.receive(receiver());
	}

	private Receiver receiver() {
		return new Receiver().on(FrameType.PREPARED, (frame) -> this.listener.prepared(frame.message(Prepared.class)))
			.on(FrameType.READY, (frame) -> this.listener.ready())
			.on(FrameType.CLOSING, (frame) -> this.listener.closing())
			.on(FrameType.HEARTBEAT, (frame) -> this.listener.heartbeat(frame.message(Heartbeat.class).rssBytes()))
			.on(FrameType.TICKER, (frame) -> this.listener.ticker(frame.message(TickerStatus.class)))
			.on(FrameType.TICKS, (frame) -> this.listener.ticks(frame.message(TickBatch.class)))
			.on(FrameType.JVM, (frame) -> this.listener.jvm(frame.message(JvmReport.class)))
			.on(FrameType.METER, (frame) -> this.host.meters().take(frame.message(MeterReport.class)))
			.on(FrameType.THREAD_DUMP, (frame) -> this.kill.dumped(frame.message(String.class)))
			.on(FrameType.GATE, (frame) -> this.listener.gate(frame.id(), frame.message(GateMessage.class)))
			.on(FrameType.TICKER_DONE, (frame) -> this.listener.done(frame.id(), frame.messageIfAny(TickRecord.class)))
			.on(FrameType.TICKER_REFUSED, (frame) -> this.listener.refused(frame.id(), frame.message(String.class)))
			.on(FrameType.LOG, (frame) -> log(frame.message(LogMessage.class)));
	}

	private void log(LogMessage message) {
		this.process.remember(message.summary());
		this.log.log(message);
	}

	/**
	 * Carry out operations to the end of what the process has sent, and free its locks
	 * only then: they may guard what its last operations do. A process without this
	 * connection has no locks, since it asks for each over this one first.
	 */
	private void serveState(Connection connection) throws IOException {
		try {
			ControlConnection control = this.control;
			if (control == null) {
				throw new ProtocolException("The control connection comes first");
			}
			new StateServer(this.host.session().store(), this.member, control.changes()).serve(connection);
		}
		finally {
			this.member.release();
		}
	}

	/**
	 * What the process has sent is taken to its end before it counts as gone: another
	 * process of the worker is not to start before.
	 */
	private void exited(ExitCode code) {
		this.host.server().forget(this.token);
		this.connections.end().completeOnTimeout(null, CHANNEL_CLOSES.toMillis(), TimeUnit.MILLISECONDS).thenRun(() -> {
			this.connections.close();
			try {
				if (!this.connections.has(Purpose.STATE)) {
					this.member.release();
				}
			}
			finally {
				this.listener.ended(end(code));
			}
		});
	}

	private ProcessEnd end(ExitCode code) {
		String why = this.kill.reason();
		String reason = (why != null) ? "killed by the supervisor, because " + why : code.meaning();
		return new ProcessEnd(code.value(), reason, code.isRequested(), this.process.lastLines());
	}

}
