package io.appinfra.net.remote.lifecycle;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.state.ChangeSender;
import io.appinfra.net.remote.state.LockServer;
import io.appinfra.net.remote.ticker.Begin;
import io.appinfra.net.remote.ticker.TickerCommand;
import io.appinfra.net.remote.ticker.TickerEnd;
import io.appinfra.net.remote.ticker.TickerStart;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The connection to a worker's process that carries all but operations on the state.
 */
final class ControlConnection implements WorkerLink {

	private final Connection connection;

	private final Outbox outbox;

	private final LockServer locks;

	private final ChangeSender changes;

	ControlConnection(Connection connection, StateStore store, StateSession.Member member, long pid) {
		this.connection = connection;
		this.outbox = Outbox.open(connection, "appinfra-worker-%d-send".formatted(pid));
		this.locks = new LockServer(member, this.outbox);
		this.changes = new ChangeSender(store, connection);
	}

	/**
	 * Return what sends the changes of shared maps over this connection.
	 * @return the changes
	 */
	ChangeSender changes() {
		return this.changes;
	}

	/**
	 * Receive until the connection ends.
	 * @param receiver handles what concerns neither locks nor maps
	 * @throws IOException if it ends in another way than by the end of the stream
	 */
	void receive(Receiver receiver) throws IOException {
		this.locks.register(receiver);
		try {
			receiver.receive(this.connection);
		}
		finally {
			this.locks.cancelAll();
			this.changes.close();
			this.outbox.close();
		}
	}

	void configure(WorkerConfiguration configuration) {
		this.outbox.post(Frame.of(FrameType.CONFIGURATION, configuration));
	}

	void stop(StopTimes times) {
		this.outbox.post(Frame.of(FrameType.STOP, new Stop(times.interruptAfter().toMillis())));
	}

	void askForThreads() {
		this.outbox.post(Frame.empty(FrameType.THREAD_DUMP));
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

	@Override
	public void start(TickerStart start) {
		this.outbox.post(Frame.of(FrameType.TICKER_START, start));
	}

	@Override
	public void end(long id, TickerEnd end) {
		this.outbox.post(Frame.of(FrameType.TICKER_END, id, end));
	}

	@Override
	public void pass(long id, TickGate.@Nullable Pass pass) {
		this.outbox.post(Frame.ofNullable(FrameType.PASS, id, pass));
	}

}
