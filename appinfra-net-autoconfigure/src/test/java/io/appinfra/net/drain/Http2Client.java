package io.appinfra.net.drain;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.appinfra.net.autoconfigure.http.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection of HTTP/2 in plain text, whose frames are written by hand: it sends what
 * no client of a library does after it has seen {@code GOAWAY}.
 */
final class Http2Client implements AutoCloseable {

	static final int DATA = 0;

	static final int RESET = 3;

	static final int GOAWAY = 7;

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int END_OF_STREAM = 1;

	private static final int END_OF_HEADERS = 4;

	private static final int ACK = 1;

	private final Socket socket;

	private final DataInputStream input;

	private final List<Frame> seen = new ArrayList<>();

	Http2Client(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(socket.getInputStream());
		TestServer.write(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		write(SETTINGS, 0, 0, new byte[0]);
		await((frame) -> frame.type() == SETTINGS);
	}

	/**
	 * Send a request without a body.
	 * @param stream the number of its stream
	 * @param path its path
	 */
	void get(int stream, String path) throws IOException {
		ByteArrayOutputStream fields = new ByteArrayOutputStream();
		fields.writeBytes(new byte[] { (byte) 0x82, (byte) 0x86 });
		field(fields, 4, path);
		field(fields, 1, "localhost");
		write(HEADERS, END_OF_STREAM | END_OF_HEADERS, stream, fields.toByteArray());
	}

	/**
	 * Write a field whose name is in the static table (RFC 7541 section 6.2.2).
	 */
	private static void field(ByteArrayOutputStream fields, int name, String value) {
		fields.write(name);
		fields.write(value.length());
		fields.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void write(int type, int flags, int stream, byte[] payload) throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
		frame.put((byte) 0).putShort((short) payload.length).put((byte) type).put((byte) flags).putInt(stream);
		this.socket.getOutputStream().write(frame.put(payload).array());
	}

	/**
	 * Wait for a frame.
	 * @param condition recognizes it
	 * @return the frame
	 */
	Frame await(Predicate<Frame> condition) throws IOException {
		Frame frame = read();
		while (frame != null && !condition.test(frame)) {
			frame = read();
		}
		assertThat(frame).as("after %s", this.seen).isNotNull();
		return frame;
	}

	/**
	 * Return the frames that come before the server closes the connection.
	 */
	List<Frame> readToEnd() throws IOException {
		List<Frame> frames = new ArrayList<>();
		for (Frame frame = read(); frame != null; frame = read()) {
			frames.add(frame);
		}
		return frames;
	}

	/**
	 * Return how a stream ends: with the last data of the answer, or reset.
	 * @param stream the number of the stream
	 * @return the last frame
	 */
	Frame awaitEnd(int stream) throws IOException {
		return await((frame) -> frame.stream() == stream
				&& (frame.type() == RESET || (frame.type() == DATA && (frame.flags() & END_OF_STREAM) != 0)));
	}

	private Frame read() throws IOException {
		int high = this.input.read();
		if (high < 0) {
			return null;
		}
		int length = (high << 16) + this.input.readUnsignedShort();
		int type = this.input.readUnsignedByte();
		int flags = this.input.readUnsignedByte();
		Frame frame = new Frame(type, flags, this.input.readInt(), new byte[length]);
		this.input.readFully(frame.payload());
		this.seen.add(frame);
		if (type == PING && flags == 0) {
			write(PING, ACK, 0, frame.payload());
		}
		return frame;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A frame.
	 *
	 * @param type its type
	 * @param flags its flags
	 * @param stream the number of the stream that it is of, 0 for the connection
	 * @param payload the rest
	 */
	record Frame(int type, int flags, int stream, byte[] payload) {

		/**
		 * Return the last stream that a server that goes away takes.
		 */
		int lastStream() {
			return ByteBuffer.wrap(this.payload).getInt();
		}

		@Override
		public String toString() {
			return "type %d of stream %d%s".formatted(this.type, this.stream,
					(this.type == GOAWAY) ? ", last stream " + lastStream() : "");
		}

	}

}
