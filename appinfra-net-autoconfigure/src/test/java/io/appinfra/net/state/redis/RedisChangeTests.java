package io.appinfra.net.state.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisChange}.
 */
class RedisChangeTests {

	private static final byte[] KEY = bytes("7:kéy -");

	private static final byte[] JSON = bytes("\"3:abc-\"");

	@Test
	void ofWhenOneEntryWasWrittenReadsIt() {
		RedisChange change = RedisChange.of(message(KEY, new byte[] { (byte) 255 }, JSON));
		assertThat(change.before()).isEqualTo(41);
		assertThat(change.version()).isEqualTo(42);
		assertThat(texts(change)).containsExactly("7:kéy -=\"3:abc-\"@42");
	}

	@Test
	void ofWhenEntryWasRemovedReadsThatItIsAbsent() {
		assertThat(texts(RedisChange.of(message(KEY, new byte[] { (byte) 254 })))).containsExactly("7:kéy -=absent");
	}

	@Test
	void ofWhenManyEntriesWereWrittenReadsWhatWasAnnounced() {
		byte[] announced = RedisChange.announce(List.of(KEY, JSON, bytes("b"), bytes("1")));
		assertThat(texts(RedisChange.of(message(announced)))).containsExactly("7:kéy -=\"3:abc-\"@42", "b=1@42");
	}

	@Test
	void announceWhenTooLongIsEmpty() {
		byte[] most = new byte[RedisChange.MAX_LENGTH - 1];
		byte[] more = new byte[RedisChange.MAX_LENGTH];
		assertThat(RedisChange.announce(List.of(bytes("k"), most))).isNotEmpty();
		assertThat(RedisChange.announce(List.of(bytes("k"), more))).isEmpty();
		assertThat(RedisChange.of(message(new byte[0])).entries()).isEmpty();
	}

	private static List<String> texts(RedisChange change) {
		return change.entries().stream().map((entry) -> entry.key() + "=" + text(entry)).toList();
	}

	private static String text(RedisChange.Entry entry) {
		StoredValue value = entry.value();
		return (value != null) ? new String(value.json(), StandardCharsets.UTF_8) + "@" + value.version() : "absent";
	}

	private static byte[] message(byte[]... parts) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.writeBytes(bytes("41 42 "));
		Stream.of(parts).forEach(message::writeBytes);
		return message.toByteArray();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
