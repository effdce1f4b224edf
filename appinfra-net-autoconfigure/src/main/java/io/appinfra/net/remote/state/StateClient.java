package io.appinfra.net.remote.state;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerException;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateLimitException;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;

/**
 * Asks the web process for operations on the shared state. Those of several threads are
 * on their way at the same time.
 * <p>
 * No thread stands between a caller and its answer: one of the callers that wait receives
 * for all of them, until it has its own answer.
 */
final class StateClient {

	private final Map<Long, Call> calls = new ConcurrentHashMap<>();

	private final AtomicLong lastId = new AtomicLong();

	private final ReentrantLock receiving = new ReentrantLock();

	private final Connection connection;

	private final Runnable onClosed;

	/**
	 * Create a client.
	 * @param connection carries the operations
	 * @param onClosed is run when the connection turns out to be closed
	 */
	StateClient(Connection connection, Runnable onClosed) {
		this.connection = connection;
		this.onClosed = onClosed;
	}

	/**
	 * Have an operation carried out, and wait for it.
	 * @param operation the operation and its arguments
	 * @return its result
	 * @throws ServerShutdownException if the web process is gone, or its store is closed
	 * @throws StateLimitException if a limit would be exceeded
	 * @throws StateUnavailableException if the engine that keeps the state is not there
	 * @throws ServerException if it fails in another way
	 */
	BodyReader call(BodyWriter operation) {
		Call call = new Call(this.lastId.incrementAndGet(), Thread.currentThread());
		this.calls.put(call.id, call);
		try {
			this.connection.send(new Frame(FrameType.STATE, call.id, operation.toBody()));
			await(call);
			return call.result();
		}
		catch (IOException ex) {
			this.onClosed.run();
			throw new ServerShutdownException("The web process is gone, and the shared state with it", ex);
		}
		finally {
			this.calls.remove(call.id);
		}
	}

	private void await(Call call) throws IOException {
		boolean interrupted = false;
		while (!call.done) {
			if (this.receiving.tryLock()) {
				receiveFor(call);
			}
			else {
				LockSupport.park(this);
				interrupted |= Thread.interrupted();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void receiveFor(Call call) throws IOException {
		try {
			while (!call.done) {
				Frame frame = this.connection.receive();
				if (frame == null) {
					throw new IOException("The connection was closed");
				}
				receive(frame);
			}
		}
		finally {
			this.calls.remove(call.id);
			this.receiving.unlock();
			this.calls.values().stream().filter((other) -> !other.done).findAny().ifPresent(Call::wake);
		}
	}

	private void receive(Frame frame) {
		Call call = this.calls.get(frame.id());
		if (call != null) {
			call.receive(frame);
		}
	}

	/**
	 * An operation that is on its way.
	 */
	private static final class Call {

		private final long id;

		private final Thread caller;

		private final BodyWriter parts = new BodyWriter();

		private @Nullable Frame last;

		private volatile boolean done;

		Call(long id, Thread caller) {
			this.id = id;
			this.caller = caller;
		}

		void receive(Frame frame) {
			if (frame.type() == FrameType.PART) {
				this.parts.putRaw(frame.body());
				return;
			}
			this.last = frame;
			this.done = true;
			wake();
		}

		void wake() {
			LockSupport.unpark(this.caller);
		}

		BodyReader result() throws IOException {
			Frame last = this.last;
			if (last.type() == FrameType.FAILURE) {
				throw exception(last.message(StateFailure.class));
			}
			boolean inParts = this.parts.size() > 0;
			return new BodyReader(inParts ? this.parts.putRaw(last.body()).toBody() : last.body());
		}

		private static RuntimeException exception(StateFailure failure) {
			String message = String.valueOf(failure.message());
			return switch (failure.kind()) {
				case LIMIT -> new StateLimitException(message);
				case ARGUMENT -> new IllegalArgumentException(message);
				case CLOSED -> new ServerShutdownException(message);
				case UNAVAILABLE -> new StateUnavailableException(message, false, null);
				case OUTCOME_UNKNOWN -> new StateUnavailableException(message, true, null);
				case OTHER -> new ServerException("The shared state failed: " + message);
			};
		}

	}

}
