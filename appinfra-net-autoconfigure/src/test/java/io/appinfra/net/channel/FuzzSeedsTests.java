package io.appinfra.net.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.appinfra.net.fixture.SocketPairs;
import io.appinfra.net.remote.state.StateOperation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the fuzzing begins with are real messages, frames and operations. To make them
 * anew after a change of the protocol run this test with {@code -Dseeds=write}.
 */
class FuzzSeedsTests {

	private static final Path RESOURCES = Path.of("src", "test", "resources", "io", "appinfra", "net");

	@Test
	void seedsOfMessagesAreWhatTheCodecWrites() throws IOException {
		Map<String, byte[]> seeds = new LinkedHashMap<>();
		MessageCodecTests.readWhenWrittenReturnsEqualMessage()
			.forEach((message) -> seeds.putIfAbsent(message.getClass().getSimpleName(), MessageCodec.write(message)));
		assertWritten("channel/MessageCodecJazzerITInputs/readOfAnyBodyThrowsOrReturnsWhatCanBeWritten", seeds);
	}

	@Test
	void seedsOfFramesAreWhatAConnectionSends() throws IOException {
		Frame hello = Frame.of(FrameType.HELLO, new Hello(Hello.PROTOCOL, "token", Hello.Purpose.STATE));
		Frame state = new Frame(FrameType.STATE, 7, operation(StateOperation.GET, "map").putString("key").toBody());
		Frame ready = new Frame(FrameType.READY, 0, new byte[0]);
		Map<String, byte[]> seeds = Map.of("stranger", sent(0, hello), "stranger-in-pieces", sent(5, hello, state),
				"trusted", sent(0x80, hello, ready, state), "trusted-in-pieces", sent(0x81, state, ready, state));
		assertWritten("channel/ConnectionJazzerITInputs/receiveOfAnyPiecesReturnsTheFramesInThem", seeds);
	}

	private static byte[] sent(int first, Frame... frames) throws IOException {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		sent.write(first);
		try (SocketPairs pairs = new SocketPairs(); SocketPairs.SocketPair pair = pairs.open()) {
			try (Connection connection = new Connection(pair.here(), Connection.MAX_FRAME)) {
				for (Frame frame : frames) {
					connection.send(frame);
				}
			}
			Channels.newInputStream(pair.there()).transferTo(sent);
		}
		return sent.toByteArray();
	}

	@Test
	void seedsOfOperationsAreBodies() throws IOException {
		byte[] value = { '4', '2' };
		byte[] maps = bodies(operation(StateOperation.LISTEN, "m"),
				operation(StateOperation.PUT, "m").putString("k").putBytes(value),
				operation(StateOperation.COMPARE_AND_SET, "m").putString("k").putLong(1).putBytes(null),
				operation(StateOperation.PUT_ALL, "m").putString("k").putBytes(value).putString("l").putBytes(value),
				operation(StateOperation.GET, "m").putString("k"), operation(StateOperation.SIZE, "m"),
				operation(StateOperation.ENTRIES, "m"), operation(StateOperation.REMOVE, "m").putString("k"),
				operation(StateOperation.CLEAR, "m"));
		byte[] counters = bodies(operation(StateOperation.SET_COUNT, "c").putLong(1),
				operation(StateOperation.ADD_AND_GET, "c").putLong(1),
				operation(StateOperation.COMPARE_AND_SET_COUNT, "c").putLong(2).putLong(3),
				operation(StateOperation.COUNT, "c"), operation(StateOperation.TRY_LOCK, "l"),
				operation(StateOperation.UNLOCK, "l").putLong(1));
		assertWritten("remote/state/StateServerJazzerITInputs/answerOfAnyBodiesIsOneResultOrFailureEach",
				Map.of("maps", maps, "counters-and-locks", counters));
	}

	private static BodyWriter operation(StateOperation operation, String name) {
		return new BodyWriter().put(operation.ordinal()).putString(name);
	}

	private static byte[] bodies(BodyWriter... operations) {
		BodyWriter bodies = new BodyWriter();
		for (BodyWriter operation : operations) {
			bodies.put(operation.size()).putRaw(operation.toBody());
		}
		return bodies.toBody();
	}

	private static void assertWritten(String directory, Map<String, byte[]> seeds) throws IOException {
		for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
			Path file = Files.createDirectories(RESOURCES.resolve(directory)).resolve(seed.getKey());
			if ("write".equals(System.getProperty("seeds"))) {
				Files.write(file, seed.getValue());
			}
			assertThat(file).hasBinaryContent(seed.getValue());
		}
	}

}
