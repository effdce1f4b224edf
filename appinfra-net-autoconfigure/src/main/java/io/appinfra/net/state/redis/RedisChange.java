package io.appinfra.net.state.redis;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StoredValue;

/**
 * A message about the changes of one operation on a map. Its text is the version before,
 * a space, the version, a space, and the changes: for each the length of the key, a
 * colon, the key, and the same for the JSON of the value, or a dash if it was removed.
 *
 * @param before the version of the change before, zero if there was none
 * @param version the version of all that was changed
 * @param entries what was changed, empty if it has to be read
 */
record RedisChange(long before, long version, List<Entry> entries) {

	/**
	 * How long the changes in a message can be.
	 */
	static final int MAX_LENGTH = 65_536;

	static RedisChange of(byte[] message) {
		Parser parser = new Parser(message);
		long before = parser.number(' ');
		long version = parser.number(' ');
		List<Entry> entries = new ArrayList<>();
		while (parser.hasMore()) {
			String key = RedisBytes.text(parser.bytes());
			entries.add(new Entry(key, parser.isAbsent() ? null : new StoredValue(parser.bytes(), version)));
		}
		return new RedisChange(before, version, entries);
	}

	/**
	 * Return a change of one entry as a part of a message, but for the JSON itself at its
	 * end.
	 * @param key the key
	 * @param json the JSON, {@code null} if the entry is removed
	 * @return the part, empty if the message would be too long
	 */
	static byte[] announce(byte[] key, byte @Nullable [] json) {
		if (key.length + ((json != null) ? json.length : 0) > MAX_LENGTH) {
			return new byte[0];
		}
		ByteArrayOutputStream part = new ByteArrayOutputStream(key.length + 16);
		write(part, key);
		if (json == null) {
			part.write('-');
		}
		else {
			writeLength(part, json);
		}
		return part.toByteArray();
	}

	/**
	 * Return changes as a part of a message.
	 * @param entries the keys and their JSON in turn
	 * @return the part, empty if the message would be too long
	 */
	static byte[] announce(List<byte[]> entries) {
		int length = entries.stream().mapToInt((entry) -> entry.length).sum();
		if (length > MAX_LENGTH) {
			return new byte[0];
		}
		ByteArrayOutputStream part = new ByteArrayOutputStream(length + 8 * entries.size());
		entries.forEach((entry) -> write(part, entry));
		return part.toByteArray();
	}

	private static void write(ByteArrayOutputStream part, byte[] text) {
		writeLength(part, text);
		part.writeBytes(text);
	}

	private static void writeLength(ByteArrayOutputStream part, byte[] text) {
		part.writeBytes(RedisBytes.of(text.length));
		part.write(':');
	}

	/**
	 * A key with its new value.
	 *
	 * @param key the key
	 * @param value the value, {@code null} if it was removed
	 */
	record Entry(String key, @Nullable StoredValue value) {

	}

	private static final class Parser {

		private final byte[] message;

		private int position;

		Parser(byte[] message) {
			this.message = message;
		}

		boolean hasMore() {
			return this.position < this.message.length;
		}

		boolean isAbsent() {
			boolean absent = this.message[this.position] == '-';
			this.position += absent ? 1 : 0;
			return absent;
		}

		long number(char end) {
			long number = 0;
			while (this.message[this.position] != end) {
				number = number * 10 + this.message[this.position] - '0';
				this.position++;
			}
			this.position++;
			return number;
		}

		byte[] bytes() {
			int length = (int) number(':');
			this.position += length;
			return Arrays.copyOfRange(this.message, this.position - length, this.position);
		}

	}

}
