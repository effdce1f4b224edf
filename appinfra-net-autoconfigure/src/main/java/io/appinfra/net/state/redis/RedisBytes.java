package io.appinfra.net.state.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StoredValue;

/**
 * Texts and values as bytes. A value is its version, a colon, and its JSON.
 */
final class RedisBytes {

	private RedisBytes() {
	}

	static byte[] of(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] of(long number) {
		return of(String.valueOf(number));
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	static long number(byte[] bytes) {
		return Long.parseLong(text(bytes));
	}

	static @Nullable StoredValue value(byte @Nullable [] bytes) {
		if (bytes == null) {
			return null;
		}
		long version = 0;
		int position = 0;
		while (bytes[position] != ':') {
			version = version * 10 + bytes[position] - '0';
			position++;
		}
		return new StoredValue(Arrays.copyOfRange(bytes, position + 1, bytes.length), version);
	}

}
