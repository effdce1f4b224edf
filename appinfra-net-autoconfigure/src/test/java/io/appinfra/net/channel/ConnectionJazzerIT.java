package io.appinfra.net.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.appinfra.net.fixture.SocketPairs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes {@link Connection#receive()} with any bytes, cut into pieces of any length. The
 * first byte of an input is the length, and whether the other end is trusted.
 */
class ConnectionJazzerIT {

	private static final int STRANGERS_MAX_FRAME = 1024;

	private static final int HEADER = 13;

	private static final String NO_FRAME = "No frame";

	private static SocketPairs pairs;

	@BeforeAll
	static void open() throws IOException {
		pairs = new SocketPairs();
	}

	@AfterAll
	static void close() throws IOException {
		pairs.close();
	}

	@FuzzTest(maxDuration = "6s")
	void receiveOfAnyPiecesReturnsTheFramesInThem(byte[] input) throws Exception {
		if (input.length > 0) {
			ByteBuffer stream = ByteBuffer.wrap(input, 1, input.length - 1).slice();
			receive(stream, input[0] & 0x7f, (input[0] < 0) ? Connection.MAX_FRAME : STRANGERS_MAX_FRAME);
		}
	}

	private static void receive(ByteBuffer stream, int piece, int maxFrame) throws Exception {
		try (SocketPairs.SocketPair pair = pairs.open();
				Connection connection = new Connection(pair.there(), maxFrame)) {
			Thread writer = write(pair.here(), stream.duplicate(), (piece > 0) ? piece : stream.remaining());
			List<Frame> frames = new ArrayList<>();
			boolean valid = receiveAll(connection, frames);
			writer.join();
			assertThat(describe(frames, valid)).isEqualTo(parse(stream, maxFrame));
		}
	}

	private static Thread write(SocketChannel channel, ByteBuffer stream, int piece) {
		Thread writer = new Thread(() -> writePieces(channel, stream, piece));
		if (stream.remaining() > piece) {
			writer.start();
		}
		else {
			writer.run();
		}
		return writer;
	}

	private static void writePieces(SocketChannel channel, ByteBuffer stream, int piece) {
		try (channel) {
			while (stream.hasRemaining()) {
				int length = Math.min(piece, stream.remaining());
				channel.write(stream.slice(stream.position(), length));
				stream.position(stream.position() + length);
				Thread.yield();
			}
		}
		catch (IOException ex) {
			// the receiver misses the rest and fails
		}
	}

	private static boolean receiveAll(Connection connection, List<Frame> frames) throws IOException {
		try {
			Frame frame = connection.receive(Duration.ofMinutes(1));
			while (frame != null) {
				frames.add(frame);
				frame = connection.receive(Duration.ofMinutes(1));
			}
			return true;
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageStartingWith(NO_FRAME);
			return false;
		}
	}

	private static List<String> describe(List<Frame> frames, boolean valid) {
		List<String> described = new ArrayList<>();
		for (Frame frame : frames) {
			described.add(describe(frame.type().ordinal(), frame.id(), frame.body()));
		}
		if (!valid) {
			described.add(NO_FRAME);
		}
		return described;
	}

	private static List<String> parse(ByteBuffer stream, int maxFrame) {
		List<String> frames = new ArrayList<>();
		while (stream.remaining() >= HEADER) {
			long length = (long) stream.getInt() - (HEADER - Integer.BYTES);
			int type = stream.get();
			long id = stream.getLong();
			if (length < 0 || length > maxFrame || type < 0 || type >= FrameType.values().length) {
				frames.add(NO_FRAME);
				return frames;
			}
			if (length > stream.remaining()) {
				return frames;
			}
			byte[] body = new byte[(int) length];
			stream.get(body);
			frames.add(describe(type, id, body));
		}
		return frames;
	}

	private static String describe(int type, long id, byte[] body) {
		return "%d %d %s".formatted(type, id, HexFormat.of().formatHex(body));
	}

}
