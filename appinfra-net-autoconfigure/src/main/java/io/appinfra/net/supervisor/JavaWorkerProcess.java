package io.appinfra.net.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.ChannelServer;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Hello;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.process.ChildProcess;
import io.appinfra.net.process.ExitCode;
import io.appinfra.net.process.JavaCommand;
import io.appinfra.net.remote.lifecycle.Heartbeat;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.lifecycle.Stop;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.log.LogMessage;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.log.WorkerLog;
import io.appinfra.net.remote.state.LockWaits;
import io.appinfra.net.remote.state.MapChanges;
import io.appinfra.net.remote.state.StateServer;
import io.appinfra.net.remote.ticker.Begin;
import io.appinfra.net.remote.ticker.TickerCommand;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.supervisor.WorkerEvents.ProcessEnd;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A worker's process that is a JVM, with its connections.
 */
final class JavaWorkerProcess implements WorkerProcess {

	private static final Duration CHANNEL_CLOSES = Duration.ofSeconds(1);

	private static final Duration THREAD_DUMP_COMES = Duration.ofSeconds(1);

	private final WorkerSettings settings;

	private final ChannelServer server;

	private final StateSession session;

	private final Timer timer;

	private final WorkerEvents events;

	private final String token;

	private final StateSession.Member member;

	private final WorkerConfiguration configuration;

	private final ChildProcess process;

	private final WorkerLog log;

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private final CompletableFuture<Void> controlClosed = new CompletableFuture<>();

	private final CompletableFuture<Void> stateClosed = new CompletableFuture<>();

	private volatile @Nullable Connection control;

	private volatile @Nullable Connection state;

	private volatile @Nullable Outbox outbox;

	private volatile @Nullable MapChanges changes;

	private volatile @Nullable String killedBecause;

	private boolean exited;

	JavaWorkerProcess(WorkerSettings settings, ChannelServer server, StateSession session, Timer timer,
			JavaCommand command, WorkerConfiguration configuration, WorkerEvents events) {
		this.settings = settings;
		this.server = server;
		this.session = session;
		this.timer = timer;
		this.events = events;
		this.configuration = configuration;
		this.token = server.expect(this::serve);
		try {
			List<String> input = List.of(server.path().toString(), this.token);
			this.process = ChildProcess.start(command, server.path().getParent(), input, this::print);
			this.log = new WorkerLog(settings.name(), this.process.pid());
		}
		catch (RuntimeException | Error ex) {
			server.forget(this.token);
			throw ex;
		}
		this.member = join();
		this.started.complete(null);
		this.process.exit().thenAccept(this::exited);
	}

	/**
	 * Let the process own locks, before it is served.
	 */
	private StateSession.Member join() {
		try {
			return this.session.join(this.settings.name(), pid());
		}
		catch (RuntimeException | Error ex) {
			this.server.forget(this.token);
			this.process.kill();
			this.started.complete(null);
			throw ex;
		}
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public void stop() {
		Outbox outbox = this.outbox;
		if (outbox == null) {
			this.process.terminate();
		}
		else {
			outbox.post(Frame.of(FrameType.STOP, new Stop(this.settings.interruptAfter().toMillis())));
			this.timer.after(this.settings.terminateAfter(), this.process::terminate);
		}
		Duration timeout = this.settings.stopTimeout();
		this.timer.after(timeout, () -> killIfAlive("it did not stop within %d ms".formatted(timeout.toMillis())));
	}

	@Override
	public void kill(String why) {
		this.killedBecause = why;
		Outbox outbox = this.outbox;
		if (outbox == null) {
			this.process.kill();
		}
		else {
			outbox.post(new Frame(FrameType.THREAD_DUMP, 0, new byte[0]));
			this.timer.after(THREAD_DUMP_COMES, this.process::kill);
		}
	}

	@Override
	public void discard(String why) {
		killIfAlive(why);
	}

	private void killWithDump(String threads) {
		this.log.dump(String.valueOf(this.killedBecause), threads);
		this.process.kill();
	}

	private void serve(Hello.Purpose purpose, Connection connection) throws IOException {
		this.started.join();
		attach(purpose, connection);
		switch (purpose) {
			case CONTROL -> serveControl(connection);
			case STATE -> serveState(connection);
		}
	}

	/**
	 * Refuse a connection that comes to its turn only when the process has ended: its
	 * successor may have begun.
	 */
	private synchronized void attach(Hello.Purpose purpose, Connection connection) throws IOException {
		if (this.exited) {
			throw new ProtocolException("The process has ended");
		}
		switch (purpose) {
			case CONTROL -> this.control = connection;
			case STATE -> this.state = connection;
		}
	}

	private void log(LogMessage message) {
		this.process.remember(message.summary());
		this.log.log(message);
	}

	private void print(String line) {
		this.started.join();
		this.log.print(line);
	}

	private void serveControl(Connection connection) throws IOException {
		Outbox outbox = new Outbox(connection, "appinfra-worker-%d-send".formatted(pid()));
		LockWaits lockWaits = new LockWaits(this.member, outbox);
		this.changes = new MapChanges(this.session.store(), connection);
		this.outbox = outbox;
		try {
			outbox.post(Frame.of(FrameType.CONFIGURATION, this.configuration));
			this.events.connected(new Link(outbox));
			receiver(lockWaits).receive(connection);
		}
		catch (ProtocolException ex) {
			killIfAlive("what it sent is not what it should be: " + ex.getMessage());
			throw ex;
		}
		finally {
			lockWaits.cancelAll();
			this.changes.close();
			this.controlClosed.complete(null);
			endAfterConnection();
		}
	}

	private Receiver receiver(LockWaits lockWaits) {
		Receiver receiver = new Receiver().on(FrameType.PREPARED, (frame) -> this.events.prepared())
			.on(FrameType.READY, (frame) -> this.events.ready())
			.on(FrameType.HEARTBEAT, (frame) -> this.events.heartbeat(frame.message(Heartbeat.class).rssBytes()))
			.on(FrameType.TICKER, (frame) -> this.events.ticker(frame.message(TickerStatus.class)))
			.on(FrameType.TICKS, (frame) -> this.events.ticks(frame.message(TickBatch.class)))
			.on(FrameType.JVM, (frame) -> this.events.jvm(frame.message(JvmReport.class)))
			.on(FrameType.THREAD_DUMP, (frame) -> killWithDump(frame.message(String.class)))
			.on(FrameType.TICKER_DONE, (frame) -> this.events.done(frame.id(), tick(frame)))
			.on(FrameType.TICKER_REFUSED, (frame) -> this.events.refused(frame.id(), frame.message(String.class)))
			.on(FrameType.LOG, (frame) -> log(frame.message(LogMessage.class)));
		lockWaits.register(receiver);
		return receiver;
	}

	private static @Nullable TickRecord tick(Frame frame) throws ProtocolException {
		return (frame.body().length > 0) ? frame.message(TickRecord.class) : null;
	}

	/**
	 * Carry out operations to the end of what the process has sent, and free its locks
	 * only then: they may guard what its last operations do. A process without this
	 * connection has no locks, since it asks for each over this one first.
	 */
	private void serveState(Connection connection) throws IOException {
		try {
			MapChanges changes = this.changes;
			if (changes == null) {
				throw new ProtocolException("The control connection comes first");
			}
			new StateServer(this.session.store(), this.member, changes).serve(connection);
		}
		finally {
			this.member.release();
			this.stateClosed.complete(null);
			endAfterConnection();
		}
	}

	private void endAfterConnection() {
		this.timer.after(CHANNEL_CLOSES, () -> killIfAlive("it closed its connection"));
	}

	private void killIfAlive(String why) {
		if (!this.process.exit().isDone()) {
			this.killedBecause = why;
			this.process.kill();
		}
	}

	/**
	 * What the process has sent is taken to its end before it counts as gone: another
	 * process of the worker is not to start before.
	 */
	private void exited(ExitCode code) {
		this.server.forget(this.token);
		synchronized (this) {
			this.exited = true;
		}
		CompletableFuture<?> closed = CompletableFuture.allOf((this.control != null) ? this.controlClosed : done(),
				(this.state != null) ? this.stateClosed : done());
		closed.completeOnTimeout(null, CHANNEL_CLOSES.toMillis(), TimeUnit.MILLISECONDS).thenRun(() -> {
			close(this.control);
			close(this.state);
			try {
				if (this.state == null) {
					this.member.release();
				}
			}
			finally {
				this.events.ended(end(code));
			}
		});
	}

	private ProcessEnd end(ExitCode code) {
		String why = this.killedBecause;
		String reason = (why != null) ? "killed by the supervisor, because " + why : code.meaning();
		return new ProcessEnd(code.value(), reason, code.isRequested(), this.process.lastLines());
	}

	private static CompletableFuture<?> done() {
		return CompletableFuture.completedFuture(null);
	}

	private static void close(@Nullable Connection connection) {
		if (connection != null) {
			connection.close();
		}
	}

	/**
	 * Sends what concerns tickers over the control connection.
	 */
	private final class Link implements WorkerLink {

		private final Outbox outbox;

		private Link(Outbox outbox) {
			this.outbox = outbox;
		}

		@Override
		public void begin(long incarnation, List<TickerStatus> tickers) {
			tickers.forEach((ticker) -> this.outbox.post(Frame.of(FrameType.TICKER, ticker)));
			this.outbox.post(Frame.of(FrameType.BEGIN, new Begin(incarnation)));
		}

		@Override
		public void logLevel(LoggerLevel level) {
			this.outbox.post(Frame.of(FrameType.LOG_LEVEL, level));
		}

		@Override
		public void send(long id, TickerCommand command) {
			this.outbox.post(Frame.of(FrameType.TICKER_COMMAND, id, command));
		}

	}

}
