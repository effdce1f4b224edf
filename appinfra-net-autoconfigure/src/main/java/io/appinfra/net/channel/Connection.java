package io.appinfra.net.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * One end of a connection that carries frames: a length of four bytes, a type of one, an
 * id of eight, the body.
 * <p>
 * Any thread may send; one at a time may receive. An interrupt of such a thread neither
 * ends its call nor closes the connection, as it would with a channel in blocking mode:
 * it is kept for the caller to see.
 */
public final class Connection implements Closeable {

	/**
	 * The longest frame, in bytes.
	 */
	public static final int MAX_FRAME = 32 * 1024 * 1024;

	private static final int HEADER = Integer.BYTES + 1 + Long.BYTES;

	private static final int BUFFER = 64 * 1024;

	private static final int YIELDS = 20;

	private static final FrameType[] types = FrameType.values();

	private final SocketChannel channel;

	private final Selector readable;

	private final Selector writable;

	private final ReentrantLock sending = new ReentrantLock();

	private ByteBuffer in;

	private ByteBuffer out;

	private int maxFrame;

	/**
	 * Create a connection.
	 * @param channel a connected channel, which the connection closes
	 * @param maxFrame the longest frame to receive, in bytes
	 * @throws IOException if the channel fails; it is closed then
	 */
	public Connection(SocketChannel channel, int maxFrame) throws IOException {
		this.channel = channel;
		this.maxFrame = maxFrame;
		this.in = buffer(maxFrame).flip();
		this.out = buffer(maxFrame);
		channel.configureBlocking(false);
		this.readable = selector(SelectionKey.OP_READ);
		this.writable = selector(SelectionKey.OP_WRITE);
	}

	private Selector selector(int operation) throws IOException {
		try {
			Selector selector = this.channel.provider().openSelector();
			this.channel.register(selector, operation);
			return selector;
		}
		catch (IOException ex) {
			this.channel.close();
			throw ex;
		}
	}

	/**
	 * Memory outside of the heap is not given to strangers: it is free again only after a
	 * garbage collection.
	 */
	private static ByteBuffer buffer(int maxFrame) {
		return (maxFrame < BUFFER) ? ByteBuffer.allocate(HEADER + maxFrame) : ByteBuffer.allocateDirect(BUFFER);
	}

	/**
	 * Allow frames up to {@link #MAX_FRAME}, because the other end is known. Nobody else
	 * uses the connection meanwhile.
	 */
	public void trust() {
		this.maxFrame = MAX_FRAME;
		this.in = buffer(MAX_FRAME).put(this.in).flip();
		this.out = buffer(MAX_FRAME);
	}

	/**
	 * Send a frame.
	 * @param frame the frame
	 * @throws IOException if the connection is or becomes closed
	 * @throws IllegalArgumentException if the frame is longer than {@link #MAX_FRAME}
	 */
	public void send(Frame frame) throws IOException {
		int length = HEADER - Integer.BYTES + frame.body().length;
		if (length > MAX_FRAME) {
			throw new IllegalArgumentException(
					"A message of %d bytes is longer than the channel takes: %d".formatted(length, MAX_FRAME));
		}
		this.sending.lock();
		try {
			this.out.clear().putInt(length).put((byte) frame.type().ordinal()).putLong(frame.id());
			sendBody(frame.body());
		}
		finally {
			this.sending.unlock();
		}
	}

	private void sendBody(byte[] body) throws IOException {
		int sent = 0;
		do {
			int part = Math.min(this.out.remaining(), body.length - sent);
			this.out.put(body, sent, part).flip();
			sent += part;
			while (this.out.hasRemaining()) {
				if (this.channel.write(this.out) == 0) {
					await(this.writable, Deadline.NONE);
				}
			}
			this.out.clear();
		}
		while (sent < body.length);
	}

	/**
	 * Receive a frame, waiting for it without limit.
	 * @return the frame, or {@code null} at the end of the stream
	 * @throws ProtocolException if what comes is no frame, or one that is too long
	 * @throws IOException if the connection is or becomes closed at this end
	 */
	public @Nullable Frame receive() throws IOException {
		return receive(Duration.ZERO);
	}

	/**
	 * Receive a frame.
	 * @param timeout how long it may take until all of it is there, zero for no limit
	 * @return the frame, or {@code null} at the end of the stream
	 * @throws ProtocolException if what comes is no frame, or one that is too long, or it
	 * is not there in time
	 * @throws IOException if the connection is or becomes closed at this end
	 */
	public @Nullable Frame receive(Duration timeout) throws IOException {
		Deadline deadline = Deadline.in(timeout);
		if (!fill(HEADER, deadline)) {
			return null;
		}
		int length = this.in.getInt() - (HEADER - Integer.BYTES);
		int type = this.in.get();
		long id = this.in.getLong();
		if (length < 0 || length > this.maxFrame || type < 0 || type >= types.length) {
			throw new ProtocolException("No frame: type %d, length %d".formatted(type, length));
		}
		byte[] body = receiveBody(length, deadline);
		return (body != null) ? new Frame(types[type], id, body) : null;
	}

	private byte @Nullable [] receiveBody(int length, Deadline deadline) throws IOException {
		byte[] body = new byte[Math.min(length, BUFFER)];
		int received = 0;
		while (received < length) {
			int part = Math.min(length - received, BUFFER);
			if (!fill(1, deadline)) {
				return null;
			}
			part = Math.min(part, this.in.remaining());
			if (received + part > body.length) {
				body = Arrays.copyOf(body, Math.min(length, Math.max(received + part, 2 * body.length)));
			}
			this.in.get(body, received, part);
			received += part;
		}
		return body;
	}

	private boolean fill(int bytes, Deadline deadline) throws IOException {
		while (this.in.remaining() < bytes) {
			int read = readSoon();
			if (read < 0) {
				return false;
			}
			if (read == 0) {
				await(this.readable, deadline);
			}
		}
		return true;
	}

	/**
	 * Read what is there or comes in the next moment: an answer is often quicker than the
	 * sleep of a thread and its waking.
	 */
	private int readSoon() throws IOException {
		int read = read();
		for (int i = 0; i < YIELDS && read == 0; i++) {
			Thread.yield();
			read = read();
		}
		return read;
	}

	private int read() throws IOException {
		this.in.compact();
		try {
			return this.channel.read(this.in);
		}
		finally {
			this.in.flip();
		}
	}

	private void await(Selector selector, Deadline deadline) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (selector.select(deadline.millisLeft()) == 0) {
				interrupted |= Thread.interrupted();
				if (!this.channel.isOpen()) {
					throw new ClosedChannelException();
				}
			}
			selector.selectedKeys().clear();
		}
		catch (ClosedSelectorException ex) {
			throw new ClosedChannelException();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Return whether the connection has not been closed at this end.
	 * @return whether the connection is open
	 */
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	/**
	 * Close the connection. Who is sending or receiving gets an {@link IOException}.
	 */
	@Override
	public void close() {
		closeQuietly(this.channel);
		closeQuietly(this.readable);
		closeQuietly(this.writable);
	}

	private static void closeQuietly(Closeable closeable) {
		try {
			closeable.close();
		}
		catch (IOException ex) {
			// what is closed carries nothing any more
		}
	}

}
