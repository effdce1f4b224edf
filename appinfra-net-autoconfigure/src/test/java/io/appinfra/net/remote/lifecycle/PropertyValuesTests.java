package io.appinfra.net.remote.lifecycle;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.InputStreamSource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyValuesTests {

	@ParameterizedTest
	@MethodSource
	void valueWhenATextSaysItArrivesAsItIs(Object value) {
		assertThat(sent(value)).isEqualTo(value);
	}

	static Stream<Object> valueWhenATextSaysItArrivesAsItIs() throws Exception {
		return Stream.of("text", 1, 2L, 0.5, true, (short) 3, new BigDecimal("1.50"), String.class,
				InetAddress.getByName("127.0.0.1"), TimeZone.getTimeZone("Asia/Tokyo"), ZoneId.of("Europe/Berlin"),
				Locale.GERMANY, StandardCharsets.UTF_16, TimeUnit.DAYS, Path.of("a", "b"), new File("a"),
				URI.create("x:y"), UUID.randomUUID(), Duration.ofSeconds(5), DataSize.ofKilobytes(3),
				Map.of("x", Map.of("y", Duration.ofSeconds(1))), List.of("a", 1, Duration.ofSeconds(5)));
	}

	@Test
	void valueWhenBytesArrivesAsBytes() {
		byte[] bytes = { 0, -1, 10 };
		assertThat(sent(bytes)).isEqualTo(bytes);
	}

	@Test
	void valueWhenAnArrayOrSetArrivesAsList() {
		assertThat(sent(new String[] { "a", "b" })).isEqualTo(List.of("a", "b"));
		assertThat(sent(new int[] { 1, 2 })).isEqualTo(List.of(1, 2));
		assertThat(sent(Set.of("a"))).isEqualTo(List.of("a"));
		assertThat(sent(Arrays.asList("a", null))).isEqualTo(Arrays.asList("a", null));
		assertThat(sent(new char[] { 'a', 'b' })).isEqualTo("ab");
	}

	@Test
	void valueWhenNoTextSaysItArrivesAsItsText() {
		assertThat(sent(new StringBuilder("b"))).isEqualTo("b");
		assertThat(sent(Thread.currentThread())).isEqualTo(Thread.currentThread().toString());
	}

	@Test
	void valueWhenAFileIsATextAndBytes() {
		MockEnvironment environment = new MockEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("files", Map.of("file", sent(new SecretFile(new byte[] { 65, -1, 10 })))));
		assertThat(environment.getProperty("file")).isEqualTo("A?");
		assertThat(sent(new SecretFile(new byte[] { 65, -1, 10 }))).isInstanceOfSatisfying(InputStreamSource.class,
				(file) -> assertThat(file).extracting((source) -> read(source)).isEqualTo(new byte[] { 65, -1, 10 }));
	}

	private static byte[] read(InputStreamSource source) {
		try (InputStream content = source.getInputStream()) {
			return content.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Object sent(Object value) {
		return PropertyValues.fromMessage(PropertyValues.toMessage(value));
	}

	private record SecretFile(byte[] content) implements CharSequence, InputStreamSource {

		@Override
		public InputStream getInputStream() {
			return new ByteArrayInputStream(this.content);
		}

		@Override
		public int length() {
			return 2;
		}

		@Override
		public char charAt(int index) {
			return toString().charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return toString().subSequence(start, end);
		}

		@Override
		public String toString() {
			return "A?";
		}

	}

}
