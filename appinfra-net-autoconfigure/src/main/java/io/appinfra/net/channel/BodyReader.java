package io.appinfra.net.channel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a frame whose content is binary. What is not there, or has an
 * impossible length, is an {@link IllegalArgumentException}.
 */
public final class BodyReader {

	private final ByteBuffer buffer;

	/**
	 * Create a reader.
	 * @param body the body
	 */
	public BodyReader(byte[] body) {
		this.buffer = ByteBuffer.wrap(body);
	}

	/**
	 * Read a byte.
	 * @return the byte
	 */
	public int get() {
		need(1);
		return this.buffer.get();
	}

	/**
	 * Read an integer.
	 * @return the integer
	 */
	public int getInt() {
		need(Integer.BYTES);
		return this.buffer.getInt();
	}

	/**
	 * Read a long integer.
	 * @return the long integer
	 */
	public long getLong() {
		need(Long.BYTES);
		return this.buffer.getLong();
	}

	/**
	 * Read a text.
	 * @return the text
	 */
	public String getString() {
		byte[] bytes = getBytes();
		if (bytes == null) {
			throw new IllegalArgumentException("The body has no text where there should be one");
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Read bytes, or their absence.
	 * @return the bytes, or {@code null}
	 */
	public byte @Nullable [] getBytes() {
		int length = getInt();
		if (length < 0) {
			return null;
		}
		need(length);
		byte[] bytes = new byte[length];
		this.buffer.get(bytes);
		return bytes;
	}

	/**
	 * Return whether there is more to read.
	 * @return whether there is more
	 */
	public boolean hasMore() {
		return this.buffer.hasRemaining();
	}

	private void need(int bytes) {
		if (this.buffer.remaining() < bytes) {
			throw new IllegalArgumentException("The body ends too early", new BufferUnderflowException());
		}
	}

}
