package io.appinfra.net.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a frame whose content is binary. Grows as needed.
 */
public final class BodyWriter {

	private static final int INITIAL = 128;

	private ByteBuffer buffer = ByteBuffer.allocate(INITIAL);

	/**
	 * Write a byte.
	 * @param value the byte
	 * @return this writer
	 */
	public BodyWriter put(int value) {
		room(1).put((byte) value);
		return this;
	}

	/**
	 * Write an integer.
	 * @param value the integer
	 * @return this writer
	 */
	public BodyWriter putInt(int value) {
		room(Integer.BYTES).putInt(value);
		return this;
	}

	/**
	 * Write a long integer.
	 * @param value the long integer
	 * @return this writer
	 */
	public BodyWriter putLong(long value) {
		room(Long.BYTES).putLong(value);
		return this;
	}

	/**
	 * Write a text.
	 * @param value the text
	 * @return this writer
	 */
	public BodyWriter putString(String value) {
		return putBytes(value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Write bytes, or their absence.
	 * @param value the bytes, or {@code null}
	 * @return this writer
	 */
	public BodyWriter putBytes(byte @Nullable [] value) {
		if (value == null) {
			return putInt(-1);
		}
		putInt(value.length);
		room(value.length).put(value);
		return this;
	}

	/**
	 * Write bytes as they are, without their length.
	 * @param value the bytes
	 * @return this writer
	 */
	public BodyWriter putRaw(byte[] value) {
		room(value.length).put(value);
		return this;
	}

	/**
	 * Return the number of bytes written so far.
	 * @return the number of bytes
	 */
	public int size() {
		return this.buffer.position();
	}

	/**
	 * Return what was written.
	 * @return the body
	 */
	public byte[] toBody() {
		return Arrays.copyOf(this.buffer.array(), this.buffer.position());
	}

	private ByteBuffer room(int bytes) {
		if (this.buffer.remaining() < bytes) {
			int capacity = Math.max(this.buffer.position() + bytes, 2 * this.buffer.capacity());
			this.buffer = ByteBuffer.allocate(capacity).put(this.buffer.flip());
		}
		return this.buffer;
	}

}
