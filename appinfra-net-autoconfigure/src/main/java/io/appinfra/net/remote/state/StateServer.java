package io.appinfra.net.remote.state;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateLimitException;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.remote.state.StateFailure.Kind;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StoredValue;

/**
 * Carries out a worker's operations on the shared state, one after the other.
 */
public final class StateServer {

	private static final int PART = 1024 * 1024;

	private static final StateOperation[] operations = StateOperation.values();

	private final StateData store;

	private final StateSession.Member member;

	private final ChangeSender changes;

	/**
	 * Create a server.
	 * @param store has the maps and counters
	 * @param member owns the locks of the worker
	 * @param changes sends the changes of maps to the worker
	 */
	public StateServer(StateData store, StateSession.Member member, ChangeSender changes) {
		this.store = store;
		this.member = member;
		this.changes = changes;
	}

	/**
	 * Carry out what comes over a connection until that ends.
	 * @param connection carries operations and their results
	 * @throws ProtocolException if anything else comes
	 * @throws IOException if the connection fails
	 */
	public void serve(Connection connection) throws IOException {
		Frame frame = connection.receive();
		while (frame != null) {
			if (frame.type() != FrameType.STATE) {
				throw new ProtocolException("Unexpected " + frame.type());
			}
			answer(connection, frame);
			frame = connection.receive();
		}
	}

	private void answer(Connection connection, Frame frame) throws IOException {
		try {
			BodyReader arguments = new BodyReader(frame.body());
			StateOperation operation = operations[arguments.get()];
			if (operation == StateOperation.ENTRIES) {
				sendEntries(connection, frame.id(), this.store.entries(arguments.getString()));
			}
			else {
				BodyWriter result = new BodyWriter();
				execute(operation, arguments, result);
				connection.send(new Frame(FrameType.RESULT, frame.id(), result.toBody()));
			}
		}
		catch (RuntimeException ex) {
			StateFailure failure = new StateFailure(kind(ex), ex.getMessage());
			connection.send(new Frame(FrameType.FAILURE, frame.id(), Frame.of(FrameType.FAILURE, failure).body()));
		}
	}

	private void execute(StateOperation operation, BodyReader arguments, BodyWriter result) {
		String name = arguments.getString();
		switch (operation) {
			case GET -> StoredValueForm.write(result, this.store.get(name, arguments.getString()));
			case SIZE -> result.putInt(this.store.size(name));
			case PUT -> StoredValueForm.write(result, this.store.put(name, arguments.getString(), value(arguments)));
			case PUT_ALL -> this.store.putAll(name, values(arguments));
			case COMPARE_AND_SET -> result.putLong(
					this.store.compareAndSet(name, arguments.getString(), arguments.getLong(), arguments.getBytes())
						.orElse(-1));
			case REMOVE -> StoredValueForm.write(result, this.store.remove(name, arguments.getString()));
			case CLEAR -> this.store.clear(name);
			case LISTEN -> this.changes.listen(name);
			case COUNT -> result.putLong(this.store.count(name));
			case SET_COUNT -> this.store.setCount(name, arguments.getLong());
			case ADD_AND_GET -> result.putLong(this.store.addAndGet(name, arguments.getLong()));
			case COMPARE_AND_SET_COUNT ->
				result.put(this.store.compareAndSetCount(name, arguments.getLong(), arguments.getLong()) ? 1 : 0);
			case TRY_LOCK -> result.putLong(tryLock(name));
			case UNLOCK -> this.member.unlock(name, arguments.getLong());
			case REMAINING -> result.putLong(this.member.remaining(arguments.getLong()).toNanos());
			case ENTRIES -> throw new IllegalArgumentException("ENTRIES has several parts");
		}
	}

	private long tryLock(String lock) {
		try {
			return this.member.lock(lock, Duration.ZERO).map(HeldLock::fencingToken).orElse(0L);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

	private void sendEntries(Connection connection, long id, Map<String, StoredValue> entries) throws IOException {
		BodyWriter part = new BodyWriter();
		for (Map.Entry<String, StoredValue> entry : entries.entrySet()) {
			StoredValueForm.write(part.putString(entry.getKey()), entry.getValue());
			if (part.size() > PART) {
				connection.send(new Frame(FrameType.PART, id, part.toBody()));
				part = new BodyWriter();
			}
		}
		connection.send(new Frame(FrameType.RESULT, id, part.toBody()));
	}

	private static byte[] value(BodyReader arguments) {
		byte[] value = arguments.getBytes();
		if (value == null) {
			throw new IllegalArgumentException("A value is missing");
		}
		return value;
	}

	private static Map<String, byte[]> values(BodyReader arguments) {
		Map<String, byte[]> values = new LinkedHashMap<>();
		while (arguments.hasMore()) {
			values.put(arguments.getString(), value(arguments));
		}
		return values;
	}

	private static Kind kind(RuntimeException ex) {
		if (ex instanceof StateLimitException) {
			return Kind.LIMIT;
		}
		if (ex instanceof ServerShutdownException) {
			return Kind.CLOSED;
		}
		if (ex instanceof StateUnavailableException unavailable) {
			return unavailable.outcomeUnknown() ? Kind.OUTCOME_UNKNOWN : Kind.UNAVAILABLE;
		}
		return (ex instanceof IllegalArgumentException) ? Kind.ARGUMENT : Kind.OTHER;
	}

}
