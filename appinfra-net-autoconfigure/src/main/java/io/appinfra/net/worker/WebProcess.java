package io.appinfra.net.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.Begin;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.ChannelClient;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Heartbeat;
import io.appinfra.net.channel.Hello;
import io.appinfra.net.channel.JvmReport;
import io.appinfra.net.channel.LogLevel;
import io.appinfra.net.channel.LogMessage;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.channel.Stop;
import io.appinfra.net.channel.TickerCommand;
import io.appinfra.net.channel.WorkerConfiguration;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The web process, as its worker sees it. Safe for use by many threads.
 */
final class WebProcess {

	/**
	 * The longest log event that is handed over whole, in bytes.
	 */
	private static final int LONGEST_LOG = 4 * 1024 * 1024;

	private static final Duration FLUSH = Duration.ofSeconds(1);

	private final Map<String, AtomicReference<@Nullable TickerStatus>> unsent = new ConcurrentHashMap<>();

	private final Map<Long, CompletableFuture<Long>> lockWaits = new ConcurrentHashMap<>();

	private final AtomicLong lastLockWait = new AtomicLong();

	private final List<TickerStatus> resumed = new ArrayList<>();

	private final BlockingQueue<Beginning> begun = new ArrayBlockingQueue<>(1);

	private final Path socket;

	private final String token;

	private final Connection control;

	private final Outbox outbox;

	private final WorkerConfiguration configuration;

	private volatile Consumer<Stop> onStop = (stop) -> {
	};

	private volatile @Nullable Consumer<BodyReader> onChange;

	private volatile @Nullable BiConsumer<Long, TickerCommand> onCommand;

	private volatile @Nullable Consumer<LogLevel> onLogLevel;

	private WebProcess(Path socket, String token, Connection control) throws IOException {
		this.socket = socket;
		this.token = token;
		this.control = control;
		this.outbox = new Outbox(control, "appinfra-send");
		this.configuration = receiveConfiguration();
	}

	static WebProcess connect(Path socket, String token) throws IOException {
		return new WebProcess(socket, token, ChannelClient.connect(socket, token, Hello.Purpose.CONTROL));
	}

	WorkerConfiguration configuration() {
		return this.configuration;
	}

	/**
	 * Wait until the tickers may start.
	 * @return what they start with
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	Beginning awaitBegin() throws InterruptedException {
		return this.begun.take();
	}

	Connection connectState() throws IOException {
		return ChannelClient.connect(this.socket, this.token, Hello.Purpose.STATE);
	}

	/**
	 * Take what the web process sends from now on.
	 * @param onStop is given the demand to stop
	 * @param onCommand is given each command for a ticker, and its id
	 * @param onLogLevel is given each level that a logger is to have
	 * @param onChange is given each change of a shared map
	 */
	void listen(Consumer<Stop> onStop, BiConsumer<Long, TickerCommand> onCommand, Consumer<LogLevel> onLogLevel,
			Consumer<BodyReader> onChange) {
		this.onLogLevel = onLogLevel;
		this.onStop = onStop;
		this.onCommand = onCommand;
		this.onChange = onChange;
		Thread thread = new Thread(this::receive, "appinfra-receive");
		thread.setDaemon(true);
		thread.start();
	}

	void prepared() {
		send(new Frame(FrameType.PREPARED, 0, new byte[0]));
	}

	void ready() {
		send(new Frame(FrameType.READY, 0, new byte[0]));
	}

	void heartbeat(Heartbeat heartbeat) {
		send(Frame.of(FrameType.HEARTBEAT, heartbeat));
	}

	/**
	 * Hand over what was logged, to be logged by the web process.
	 * @param message what was logged
	 */
	void log(LogMessage message) {
		Frame frame = Frame.of(FrameType.LOG, message);
		send((frame.body().length <= LONGEST_LOG) ? frame : Frame.of(FrameType.LOG, message.shortened()));
	}

	private void send(Frame frame) {
		this.outbox.postWhenPossible(() -> frame);
	}

	/**
	 * Report the status of a ticker. When it changes faster than it can be sent, only the
	 * newest is.
	 * @param status the status
	 */
	void ticker(TickerStatus status) {
		AtomicReference<@Nullable TickerStatus> unsent = this.unsent.computeIfAbsent(status.name(),
				(name) -> new AtomicReference<>());
		if (unsent.getAndSet(status) == null) {
			this.outbox.postWhenPossible(() -> Frame.of(FrameType.TICKER, unsent.getAndSet(null)));
		}
	}

	/**
	 * Tell of ticks that have ended.
	 * @param ticks the ticks
	 */
	void ticks(TickBatch ticks) {
		send(Frame.of(FrameType.TICKS, ticks));
	}

	/**
	 * Tell how this JVM is.
	 * @param report how it is
	 */
	void jvm(JvmReport report) {
		send(Frame.of(FrameType.JVM, report));
	}

	/**
	 * Tell that a command has been carried out.
	 * @param id the id of the command
	 * @param tick the tick that it asked for, {@code null} if it did not ask for one
	 */
	void done(long id, @Nullable TickRecord tick) {
		send((tick != null) ? Frame.of(FrameType.TICKER_DONE, id, tick)
				: new Frame(FrameType.TICKER_DONE, id, new byte[0]));
	}

	/**
	 * Tell that a command could not be carried out.
	 * @param id the id of the command
	 * @param reason why
	 */
	void refused(long id, String reason) {
		send(Frame.of(FrameType.TICKER_REFUSED, id, reason));
	}

	/**
	 * Wait until all that was reported is sent.
	 */
	void flush() {
		this.outbox.flush(FLUSH);
	}

	/**
	 * Wait for a lock.
	 * @param lock the name of the lock
	 * @param nanos how long to wait
	 * @param unwanted is given a fencing token that came after the interrupt
	 * @return the fencing token, or empty
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	OptionalLong awaitLock(String lock, long nanos, Consumer<Long> unwanted) throws InterruptedException {
		long id = this.lastLockWait.incrementAndGet();
		CompletableFuture<Long> token = new CompletableFuture<>();
		this.lockWaits.put(id, token);
		send(new Frame(FrameType.LOCK, id, new BodyWriter().putString(lock).putLong(nanos).toBody()));
		try {
			return optional(token.get());
		}
		catch (InterruptedException ex) {
			token.thenAccept((late) -> optional(late).ifPresent(unwanted::accept));
			send(new Frame(FrameType.LOCK_CANCEL, id, new byte[0]));
			throw ex;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static OptionalLong optional(long token) {
		return (token > 0) ? OptionalLong.of(token) : OptionalLong.empty();
	}

	private WorkerConfiguration receiveConfiguration() throws IOException {
		Frame frame = this.control.receive();
		if (frame == null || frame.type() != FrameType.CONFIGURATION) {
			throw new ProtocolException("The web process did not send the configuration");
		}
		return frame.message(WorkerConfiguration.class);
	}

	private void receive() {
		try {
			Frame frame = this.control.receive();
			while (frame != null) {
				receive(frame);
				frame = this.control.receive();
			}
		}
		catch (IOException ex) {
			// ends like the end of the stream
		}
		connectionClosed();
	}

	/**
	 * End the worker because one of its connections is closed.
	 */
	void connectionClosed() {
		Lifeline.connectionClosed(this.socket);
	}

	private void receive(Frame frame) throws IOException {
		switch (frame.type()) {
			case TICKER -> this.resumed.add(frame.message(TickerStatus.class));
			case BEGIN ->
				this.begun.add(new Beginning(frame.message(Begin.class).incarnation(), List.copyOf(this.resumed)));
			case STOP -> this.onStop.accept(frame.message(Stop.class));
			case TICKER_COMMAND -> this.onCommand.accept(frame.id(), frame.message(TickerCommand.class));
			case THREAD_DUMP -> this.outbox.post(Frame.of(FrameType.THREAD_DUMP, ThreadDump.text()));
			case LOG_LEVEL -> this.onLogLevel.accept(frame.message(LogLevel.class));
			case CHANGE -> this.onChange.accept(new BodyReader(frame.body()));
			case LOCKED -> locked(frame);
			default -> throw new ProtocolException("Unexpected " + frame.type());
		}
	}

	private void locked(Frame frame) {
		CompletableFuture<Long> token = this.lockWaits.remove(frame.id());
		if (token != null) {
			token.complete(new BodyReader(frame.body()).getLong());
		}
	}

	/**
	 * What the tickers start with.
	 *
	 * @param incarnation the number of this process among those of the worker
	 * @param tickers the tickers as a former process has left them
	 */
	record Beginning(long incarnation, List<TickerStatus> tickers) {
	}

}
