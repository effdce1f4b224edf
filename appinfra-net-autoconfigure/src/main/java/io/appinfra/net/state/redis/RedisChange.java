package io.appinfra.net.state.redis;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StoredValue;

/**
 * A message about the changes of one operation on a map. Its text is the version before,
 * a space, the version, a space, and the changes: for each the key, and the JSON of the
 * value after a byte that says that there is one. Texts in UTF-8 have no such byte, which
 * also parts changes from each other.
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

	private static final byte NEXT = (byte) 0xff;

	private static final byte REMOVED = (byte) 0xfe;

	static RedisChange of(byte[] message) {
		Parser parser = new Parser(message);
		long before = parser.number(' ');
		long version = parser.number(' ');
		List<Entry> entries = new ArrayList<>();
		while (parser.hasMore()) {
			String key = RedisBytes.text(parser.part());
			entries.add(new Entry(key, parser.isAtRemoved() ? null : new StoredValue(parser.part(), version)));
		}
		return new RedisChange(before, version, entries);
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
		ByteArrayOutputStream part = new ByteArrayOutputStream(length + entries.size());
		entries.forEach((entry) -> {
			part.writeBytes(entry);
			part.write(NEXT);
		});
		return part.toByteArray();
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

		boolean isAtRemoved() {
			return this.message[this.position - 1] == REMOVED;
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

		byte[] part() {
			int start = this.position;
			while (hasMore() && this.message[this.position] != NEXT && this.message[this.position] != REMOVED) {
				this.position++;
			}
			return Arrays.copyOfRange(this.message, start, this.position++);
		}

	}

}
