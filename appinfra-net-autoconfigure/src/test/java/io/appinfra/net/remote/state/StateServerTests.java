package io.appinfra.net.remote.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.fixture.SocketPairs;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StateServer}: what it answers to each operation, and to those that
 * fail.
 */
class StateServerTests {

	private static final int MAX_ENTRIES = 3;

	private static final int MAX_VALUE = 700 * 1024;

	private final LocalStateStore store = new LocalStateStore(MAX_ENTRIES, MAX_VALUE);

	private final StateSession.Member member = new StateSession(this.store, "here").join("default", 1);

	private SocketPairs pairs;

	@BeforeEach
	void open() throws IOException {
		this.pairs = new SocketPairs();
	}

	@AfterEach
	void close() throws IOException {
		this.store.close();
		this.pairs.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void serveWhenOperationCanBeCarriedOutSendsItsResult(String what, List<BodyWriter> operations,
			Function<BodyReader, @Nullable Object> result, @Nullable Object expected) throws IOException {
		List<Frame> answers = answersOf(this.store, operations);
		Frame last = answers.get(answers.size() - 1);
		assertThat(answers).extracting(Frame::type).containsOnly(FrameType.RESULT);
		assertThat(last.id()).isEqualTo(operations.size());
		BodyReader body = new BodyReader(last.body());
		assertThat(result.apply(body)).isEqualTo(expected);
		assertThat(body.hasMore()).isFalse();
	}

	static Stream<Arguments> serveWhenOperationCanBeCarriedOutSendsItsResult() {
		Function<BodyReader, @Nullable Object> value = StateServerTests::value;
		Function<BodyReader, @Nullable Object> nothing = (body) -> null;
		Function<BodyReader, @Nullable Object> whether = (body) -> body.get() == 1;
		Function<BodyReader, @Nullable Object> number = BodyReader::getLong;
		return Stream.of(operations("GET of nothing", value, null, get("k")),
				operations("GET", value, "1", put("k", "1"), get("k")),
				operations("PUT of what was not there", value, null, put("k", "1")),
				operations("PUT of what was there", value, "1", put("k", "1"), put("k", "2")),
				operations("REMOVE of nothing", value, null, on(StateOperation.REMOVE).putString("k")),
				operations("REMOVE", value, "1", put("k", "1"), on(StateOperation.REMOVE).putString("k")),
				operations("GET after REMOVE", value, null, put("k", "1"), on(StateOperation.REMOVE).putString("k"),
						get("k")),
				operations("PUT_ALL", nothing, null, putAll("k", "1", "l", "2")),
				operations("GET after PUT_ALL", value, "2", putAll("k", "1", "l", "2"), get("l")),
				operations("SIZE", BodyReader::getInt, 2, putAll("k", "1", "l", "2"), on(StateOperation.SIZE)),
				operations("SIZE after CLEAR", BodyReader::getInt, 0, put("k", "1"), on(StateOperation.CLEAR),
						on(StateOperation.SIZE)),
				operations("LISTEN", nothing, null, on(StateOperation.LISTEN)),
				operations("COMPARE_AND_SET of another version", number, -1L, compareAndSet(StoredValue.ABSENT + 1)),
				operations("GET after COMPARE_AND_SET", value, "3", compareAndSet(StoredValue.ABSENT), get("k")),
				operations("COUNT of nothing", number, 0L, on(StateOperation.COUNT)),
				operations("COUNT", number, 5L, on(StateOperation.SET_COUNT).putLong(5), on(StateOperation.COUNT)),
				operations("ADD_AND_GET", number, 3L, on(StateOperation.SET_COUNT).putLong(5),
						on(StateOperation.ADD_AND_GET).putLong(-2)),
				operations("COMPARE_AND_SET_COUNT", whether, true, compareAndSetCount(0, 7)),
				operations("COMPARE_AND_SET_COUNT of another", whether, false, compareAndSetCount(1, 7)),
				operations("COUNT after COMPARE_AND_SET_COUNT", number, 7L, compareAndSetCount(0, 7),
						on(StateOperation.COUNT)));
	}

	@Test
	void serveWhenLockIsFreeSendsTokensThatGrowAndZeroWhileItIsHeld() throws IOException {
		List<Long> tokens = tokens(on(StateOperation.TRY_LOCK), on(StateOperation.TRY_LOCK));
		assertThat(tokens.get(0)).isPositive();
		assertThat(tokens.get(1)).isZero();
		answersOf(this.store, List.of(on(StateOperation.UNLOCK).putLong(tokens.get(0))));
		assertThat(tokens(on(StateOperation.TRY_LOCK)).get(0)).isGreaterThan(tokens.get(0));
	}

	private List<Long> tokens(BodyWriter... operations) throws IOException {
		return answersOf(this.store, List.of(operations)).stream()
			.map((answer) -> new BodyReader(answer.body()).getLong())
			.toList();
	}

	@Test
	void serveWhenEntriesAreLargeSendsThemInParts() throws IOException {
		String large = "\"" + "x".repeat(MAX_VALUE - 2) + "\"";
		List<Frame> answers = answersOf(this.store,
				List.of(putAll("a", large, "b", large), put("c", "1"), on(StateOperation.ENTRIES)));
		List<Frame> parts = answers.stream().filter((answer) -> answer.id() == 3).toList();
		assertThat(parts).extracting(Frame::type).containsExactly(FrameType.PART, FrameType.RESULT);
		Map<String, @Nullable String> entries = new TreeMap<>();
		for (Frame part : parts) {
			BodyReader body = new BodyReader(part.body());
			while (body.hasMore()) {
				entries.put(body.getString(), value(body));
			}
		}
		assertThat(entries).hasSize(3).containsEntry("a", large).containsEntry("b", large).containsEntry("c", "1");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void serveWhenOperationFailsSendsKindOfFailureAndServesOn(String what, List<BodyWriter> operations,
			StateFailure.Kind kind) throws IOException {
		List<BodyWriter> all = new ArrayList<>(operations);
		all.add(on(StateOperation.COUNT));
		List<Frame> answers = answersOf(this.store, all);
		Frame failed = answers.get(answers.size() - 2);
		assertThat(failed.type()).isEqualTo(FrameType.FAILURE);
		assertThat(failed.id()).isEqualTo(operations.size());
		assertThat(failed.message(StateFailure.class).kind()).isEqualTo(kind);
		assertThat(answers.get(answers.size() - 1).type()).isEqualTo(FrameType.RESULT);
	}

	static Stream<Arguments> serveWhenOperationFailsSendsKindOfFailureAndServesOn() {
		BodyWriter tooMany = putAll("a", "1", "b", "1", "c", "1", "d", "1");
		return Stream.of(failure("too many entries", StateFailure.Kind.LIMIT, tooMany),
				failure("too large a value", StateFailure.Kind.LIMIT, put("k", "x".repeat(MAX_VALUE + 1))),
				failure("no key", StateFailure.Kind.ARGUMENT, on(StateOperation.GET)),
				failure("no value", StateFailure.Kind.ARGUMENT, on(StateOperation.PUT).putString("k").putBytes(null)),
				failure("no name", StateFailure.Kind.ARGUMENT, new BodyWriter().put(StateOperation.SIZE.ordinal())),
				failure("nothing at all", StateFailure.Kind.ARGUMENT, new BodyWriter()), failure("unknown",
						StateFailure.Kind.OTHER, new BodyWriter().put(StateOperation.values().length).putString("m")));
	}

	@ParameterizedTest
	@CsvSource({ "false, UNAVAILABLE", "true, OUTCOME_UNKNOWN" })
	void serveWhenEngineIsAwaySendsWhetherTheOutcomeIsKnown(boolean outcomeUnknown, StateFailure.Kind kind)
			throws IOException {
		StateData away = mock(StateData.class);
		given(away.count("name")).willThrow(new StateUnavailableException("away", outcomeUnknown, null));
		StateFailure failure = answersOf(away, List.of(on(StateOperation.COUNT))).get(0).message(StateFailure.class);
		assertThat(failure).isEqualTo(new StateFailure(kind, "away"));
	}

	@Test
	void serveWhenStoreIsClosedSendsThat() throws IOException {
		this.store.close();
		Frame answer = answersOf(this.store, List.of(on(StateOperation.COUNT))).get(0);
		assertThat(answer.message(StateFailure.class).kind()).isEqualTo(StateFailure.Kind.CLOSED);
	}

	@Test
	void serveWhenFrameIsNoOperationEndsTheConnection() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> answers(this.store, List.of(new Frame(FrameType.READY, 0, new byte[0]))))
			.withMessage("Unexpected READY");
	}

	private List<Frame> answersOf(StateData data, List<BodyWriter> operations) throws IOException {
		List<Frame> frames = new ArrayList<>();
		for (BodyWriter operation : operations) {
			frames.add(new Frame(FrameType.STATE, frames.size() + 1, operation.toBody()));
		}
		return answers(data, frames);
	}

	private List<Frame> answers(StateData data, List<Frame> frames) throws IOException {
		try (SocketPairs.SocketPair pair = this.pairs.open();
				Connection here = new Connection(pair.here(), Connection.MAX_FRAME);
				Connection there = new Connection(pair.there(), Connection.MAX_FRAME)) {
			Thread server = new Thread(() -> send(here, pair, frames), "operations");
			server.start();
			List<Frame> answers = new ArrayList<>();
			Thread receiver = new Thread(() -> receive(here, answers), "answers");
			receiver.start();
			new StateServer(data, this.member, new ChangeSender(this.store, there)).serve(there);
			pair.there().shutdownOutput();
			join(server);
			join(receiver);
			return answers;
		}
	}

	private static void send(Connection connection, SocketPairs.SocketPair pair, List<Frame> frames) {
		try {
			for (Frame frame : frames) {
				connection.send(frame);
			}
			pair.here().shutdownOutput();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void receive(Connection connection, List<Frame> answers) {
		try {
			Frame answer = connection.receive();
			while (answer != null) {
				answers.add(answer);
				answer = connection.receive();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Arguments operations(String what, Function<BodyReader, @Nullable Object> result,
			@Nullable Object expected, BodyWriter... operations) {
		return Arguments.of(what, List.of(operations), result, expected);
	}

	private static Arguments failure(String what, StateFailure.Kind kind, BodyWriter... operations) {
		return Arguments.of(what, List.of(operations), kind);
	}

	private static BodyWriter on(StateOperation operation) {
		return new BodyWriter().put(operation.ordinal()).putString("name");
	}

	private static BodyWriter get(String key) {
		return on(StateOperation.GET).putString(key);
	}

	private static BodyWriter put(String key, String value) {
		return on(StateOperation.PUT).putString(key).putBytes(value.getBytes());
	}

	private static BodyWriter putAll(String... keysAndValues) {
		BodyWriter operation = on(StateOperation.PUT_ALL);
		for (int i = 0; i < keysAndValues.length; i += 2) {
			operation.putString(keysAndValues[i]).putBytes(keysAndValues[i + 1].getBytes());
		}
		return operation;
	}

	private static BodyWriter compareAndSet(long version) {
		return on(StateOperation.COMPARE_AND_SET).putString("k").putLong(version).putBytes("3".getBytes());
	}

	private static BodyWriter compareAndSetCount(long expected, long value) {
		return on(StateOperation.COMPARE_AND_SET_COUNT).putLong(expected).putLong(value);
	}

	private static @Nullable String value(BodyReader body) {
		if (body.getLong() == StoredValue.ABSENT) {
			return null;
		}
		return new String(body.getBytes());
	}

}
