package io.appinfra.net.state.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StoredValue;

/**
 * A message about the changes of one operation on a map.
 *
 * @param seq counts the operations on the map
 * @param entries what was changed, empty if it has to be read
 */
record RedisChange(long seq, List<Entry> entries) {

	static RedisChange of(byte[] message) {
		Parser parser = new Parser(message);
		long seq = parser.number(' ');
		List<Entry> entries = new ArrayList<>();
		while (parser.hasMore()) {
			String key = RedisBytes.text(parser.bytes());
			entries.add(new Entry(key, parser.isAbsent() ? null : RedisBytes.value(parser.bytes())));
		}
		return new RedisChange(seq, entries);
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
