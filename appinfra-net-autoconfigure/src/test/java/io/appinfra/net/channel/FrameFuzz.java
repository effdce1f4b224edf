package io.appinfra.net.channel;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has to hold for any bytes that come over a connection. The bytes go through a real
 * socket, in pieces.
 */
final class FrameFuzz {

	/**
	 * What a socket takes while nobody reads.
	 */
	static final int MAX_INPUT = 16 * 1024;

	private static final int HEADER = 13;

	private static final int BUFFERS = 256 * 1024;

	private static final List<Class<?>> messages = List.of(Hello.class, LogMessage.class, TickerCommand.class,
			Heartbeat.class, LogLevel.class, StateFailure.class, Stop.class, WorkerConfiguration.class, String.class);

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private FrameFuzz() {
	}

	/**
	 * Decode bytes as a stream of frames, and each frame as all that it could be.
	 * @param bytes the bytes
	 * @param maxFrame the longest frame to take
	 */
	static void decode(byte[] bytes, int maxFrame) throws IOException {
		try (Ends ends = Ends.open(maxFrame)) {
			ends.raw().write(ByteBuffer.wrap(bytes));
			ends.raw().close();
			long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			int received = receiveAll(ends.connection());
			long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
			assertThat(received).isLessThanOrEqualTo(bytes.length);
			assertThat(allocated).as("memory for %d bytes", bytes.length).isLessThan(BUFFERS + 1000L * bytes.length);
		}
	}

	private static int receiveAll(Connection connection) throws IOException {
		int received = 0;
		try {
			Frame frame = connection.receive();
			while (frame != null) {
				received += HEADER + frame.body().length;
				frame = connection.receive();
			}
		}
		catch (ProtocolException ex) {
			assertThat(ex).hasMessageStartingWith("No frame");
		}
		return received;
	}

	/**
	 * Read a body as each message there is, and as binary content.
	 * @param body the body
	 */
	static void readBody(byte[] body) {
		for (Class<?> message : messages) {
			try {
				assertThat(new Frame(FrameType.LOG, 0, body).<Object>message(cast(message))).isNotNull();
			}
			catch (ProtocolException ex) {
				assertThat(ex).hasMessageStartingWith("No ");
			}
		}
		BodyReader reader = new BodyReader(body);
		try {
			while (reader.hasMore()) {
				readAny(reader);
			}
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessageStartingWith("The body ");
		}
	}

	@SuppressWarnings("unchecked")
	private static Class<Object> cast(Class<?> message) {
		return (Class<Object>) message;
	}

	private static void readAny(BodyReader reader) {
		switch (reader.get() & 7) {
			case 0 -> reader.getInt();
			case 1 -> reader.getLong();
			case 2, 3, 4 -> reader.getString();
			case 5, 6 -> reader.getBytes();
			default -> reader.get();
		}
	}

	/**
	 * Send frames in pieces of any length: they arrive as they are.
	 * @param random decides about frames and pieces
	 */
	static void decodePieces(Random random) throws IOException {
		ByteBuffer stream = ByteBuffer.allocate(MAX_INPUT);
		Frame[] frames = new Frame[1 + random.nextInt(8)];
		Arrays.setAll(frames, (i) -> frame(random));
		for (Frame frame : frames) {
			stream.putInt(HEADER - Integer.BYTES + frame.body().length)
				.put((byte) frame.type().ordinal())
				.putLong(frame.id())
				.put(frame.body());
		}
		try (Ends ends = Ends.open(Connection.MAX_FRAME)) {
			Thread writer = new Thread(() -> writePieces(ends.raw(), stream.flip(), random.nextLong()));
			writer.start();
			for (Frame frame : frames) {
				Frame received = ends.connection().receive();
				assertThat(received).isNotNull();
				assertThat(received.type()).isEqualTo(frame.type());
				assertThat(received.id()).isEqualTo(frame.id());
				assertThat(received.body()).isEqualTo(frame.body());
			}
			assertThat(ends.connection().receive()).isNull();
		}
	}

	private static Frame frame(Random random) {
		FrameType[] types = FrameType.values();
		byte[] body = new byte[random.nextInt(1 + random.nextInt(1500))];
		random.nextBytes(body);
		return new Frame(types[random.nextInt(types.length)], random.nextLong(), body);
	}

	private static void writePieces(SocketChannel channel, ByteBuffer stream, long seed) {
		Random random = new Random(seed);
		try (channel) {
			while (stream.hasRemaining()) {
				int length = Math.min(1 + random.nextInt(1 + random.nextInt(600)), stream.remaining());
				channel.write(stream.slice(stream.position(), length));
				stream.position(stream.position() + length);
			}
		}
		catch (IOException ex) {
			// the receiver misses the rest and fails
		}
	}

	/**
	 * The two ends of a socket.
	 *
	 * @param raw the end that anything can be written to
	 * @param connection the end that is to be tested
	 */
	private record Ends(SocketChannel raw, Connection connection) implements AutoCloseable {

		static Ends open(int maxFrame) throws IOException {
			Path path = SocketDirectory.createSocketPath();
			try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				server.bind(UnixDomainSocketAddress.of(path));
				SocketChannel raw = SocketChannel.open(UnixDomainSocketAddress.of(path));
				return new Ends(raw, new Connection(server.accept(), maxFrame));
			}
			finally {
				SocketDirectory.delete(path);
			}
		}

		@Override
		public void close() throws IOException {
			this.raw.close();
			this.connection.close();
		}

	}

}
