package io.appinfra.net.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Feeds mutated frames to what decodes them. {@code -Dfuzz.seconds=600} makes it a long
 * run, with another seed each time; a failure names its seed and its input.
 */
@Timeout(1800)
class FrameFuzzTests {

	private static final int INPUTS = 4_000;

	private static final long SEED = 1;

	private final Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));

	@Test
	void receiveOfAnyBytesThrowsNothingElse() throws Exception {
		run((random, mutations) -> {
			byte[] input = mutations.next();
			describe(input, () -> FrameFuzz.decode(input, random.nextBoolean() ? Connection.MAX_FRAME : 1024));
		}, frames());
	}

	@Test
	void readOfAnyBodyThrowsNothingElse() throws Exception {
		run((random, mutations) -> {
			byte[] input = mutations.next();
			describe(input, () -> FrameFuzz.readBody(input));
		}, bodies());
	}

	@Test
	void receiveOfFramesInAnyPiecesReturnsThem() throws Exception {
		run((random, mutations) -> FrameFuzz.decodePieces(random), frames());
	}

	private void run(Fuzz fuzz, List<byte[]> seeds) throws Exception {
		long seed = this.time.isZero() ? SEED : System.nanoTime();
		Random random = new Random(seed);
		Mutations mutations = new Mutations(seeds, random);
		long begin = System.nanoTime();
		int inputs = 0;
		while (inputs < INPUTS || System.nanoTime() - begin < this.time.toNanos()) {
			try {
				fuzz.run(random, mutations);
			}
			catch (Throwable ex) {
				throw new AssertionError("Seed %d, input %d".formatted(seed, inputs), ex);
			}
			inputs++;
		}
		System.out.printf("%d inputs%n", inputs);
	}

	private static void describe(byte[] input, Action action) {
		try {
			action.execute();
		}
		catch (Throwable ex) {
			throw new AssertionError("Input " + HexFormat.of().formatHex(input), ex);
		}
	}

	private static List<byte[]> frames() {
		List<byte[]> frames = new ArrayList<>();
		for (byte[] body : bodies()) {
			for (FrameType type : FrameType.values()) {
				frames.add(ByteBuffer.allocate(13 + body.length)
					.putInt(9 + body.length)
					.put((byte) type.ordinal())
					.putLong(frames.size())
					.put(body)
					.array());
			}
		}
		return frames;
	}

	private static List<byte[]> bodies() {
		LogMessage.Thrown cause = new LogMessage.Thrown("a.B", null, List.of(), null, List.of());
		LogMessage.Thrown thrown = new LogMessage.Thrown("a.C", "why",
				List.of(new LogMessage.Call("a.C", "d", "C.java", 7)), cause, List.of(cause));
		List<byte[]> bodies = new ArrayList<>();
		for (Object message : List.of(new Hello(Hello.PROTOCOL, "token", Hello.Purpose.STATE), new Heartbeat(7),
				new Stop(1000), new LogLevel("a", null), new StateFailure(StateFailure.Kind.LIMIT, "full"),
				new TickerCommand("t", TickerCommand.Action.SET_INTERVAL, Duration.ofSeconds(1)),
				new LogMessage(Instant.EPOCH, LogMessage.Level.WARN, "logger", "thread", "message", Map.of("k", "v"),
						thrown),
				new WorkerConfiguration("w", List.of("a.B"), List.of("--x"), Map.of("p", "v"),
						List.of(new WorkerConfiguration.Properties("s", Map.of("k", 1, "l", "text"))), List.of(),
						List.of("default"), 1000, 5000))) {
			bodies.add(Frame.of(FrameType.LOG, message).body());
		}
		bodies.add(new BodyWriter().put(3).putString("map").putString("key").putBytes(new byte[20]).toBody());
		bodies.add(new BodyWriter().put(5).putString("map").putLong(7).putBytes(null).putInt(1).toBody());
		bodies.add(new byte[0]);
		return bodies;
	}

	private interface Fuzz {

		void run(Random random, Mutations mutations) throws Exception;

	}

	private interface Action {

		void execute() throws Exception;

	}

}
