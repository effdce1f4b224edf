package io.appinfra.net.channel;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BodyWriter} and {@link BodyReader}.
 */
class BodyTests {

	@Test
	void readerReadsWhatWriterWrote() {
		byte[] large = new byte[100_000];
		new Random(42).nextBytes(large);
		byte[] body = new BodyWriter().put(7)
			.putInt(Integer.MIN_VALUE)
			.putLong(Long.MAX_VALUE)
			.putString("")
			.putString("h\u00e9llo \ud83d\ude00 \u0000")
			.putBytes(null)
			.putBytes(new byte[0])
			.putBytes(large)
			.putRaw(new byte[] { 9 })
			.toBody();
		BodyReader reader = new BodyReader(body);
		assertThat(reader.get()).isEqualTo(7);
		assertThat(reader.getInt()).isEqualTo(Integer.MIN_VALUE);
		assertThat(reader.getLong()).isEqualTo(Long.MAX_VALUE);
		assertThat(reader.getString()).isEmpty();
		assertThat(reader.getString()).isEqualTo("h\u00e9llo \ud83d\ude00 \u0000");
		assertThat(reader.getBytes()).isNull();
		assertThat(reader.getBytes()).isEmpty();
		assertThat(reader.getBytes()).isEqualTo(large);
		assertThat(reader.hasMore()).isTrue();
		assertThat(reader.get()).isEqualTo(9);
		assertThat(reader.hasMore()).isFalse();
	}

	@Test
	void writerCountsItsBytes() {
		BodyWriter writer = new BodyWriter();
		assertThat(writer.size()).isZero();
		writer.put(1).putInt(2).putLong(3).putString("abc");
		assertThat(writer.size()).isEqualTo(1 + 4 + 8 + 4 + 3);
		assertThat(writer.toBody()).hasSize(writer.size());
	}

	@Test
	void readerOfTooShortBodyThrows() {
		assertEndsTooEarly(0, BodyReader::get);
		assertEndsTooEarly(3, BodyReader::getInt);
		assertEndsTooEarly(7, BodyReader::getLong);
		assertEndsTooEarly(3, BodyReader::getBytes);
	}

	@Test
	void readerOfEveryTruncatedBodyThrows() {
		byte[] body = new BodyWriter().putString("map").putString("key").putLong(5).putBytes(new byte[9]).toBody();
		for (int length = 0; length < body.length; length++) {
			BodyReader reader = new BodyReader(Arrays.copyOf(body, length));
			assertThatIllegalArgumentException().isThrownBy(() -> {
				reader.getString();
				reader.getString();
				reader.getLong();
				reader.getBytes();
			});
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 1000, Integer.MAX_VALUE })
	void getBytesWithImpossibleLengthThrows(int length) {
		byte[] body = new BodyWriter().putInt(length).put(1).toBody();
		assertThatIllegalArgumentException().isThrownBy(() -> new BodyReader(body).getBytes());
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, -2, Integer.MIN_VALUE })
	void getStringThatIsAbsentThrows(int length) {
		byte[] body = new BodyWriter().putInt(length).toBody();
		assertThatIllegalArgumentException().isThrownBy(() -> new BodyReader(body).getString());
	}

	private static void assertEndsTooEarly(int length, Consumer<BodyReader> read) {
		assertThatIllegalArgumentException().isThrownBy(() -> read.accept(new BodyReader(new byte[length])))
			.withMessageContaining("too early");
	}

}
