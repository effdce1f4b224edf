package io.appinfra.net.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineReader}.
 */
class LineReaderTests {

	private static final int MAX_LINE = 8 * 1024;

	@Test
	void drainSplitsAtEveryKindOfNewline() throws IOException {
		assertThat(drain("one\ntwo\r\nthree\n\n\nfour")).containsExactly("one", "two", "three", "four");
	}

	@Test
	void drainOfNothingGivesNothing() throws IOException {
		assertThat(drain("")).isEmpty();
		assertThat(drain("\r\n\n")).isEmpty();
	}

	@Test
	void drainCutsFloodWithoutNewline() throws IOException {
		List<String> lines = drain("x".repeat(10 * MAX_LINE + 5) + "\ny\n");
		assertThat(lines).hasSize(12).endsWith("xxxxx", "y");
		assertThat(lines.subList(0, 10)).allMatch((line) -> line.length() == MAX_LINE);
	}

	@Test
	void drainOfLineAsLongAsCanBeDoesNotCutIt() throws IOException {
		String line = "x".repeat(MAX_LINE);
		assertThat(drain(line + "\r\n" + line + "\n" + line)).containsExactly(line, line, line);
	}

	private static List<String> drain(String text) throws IOException {
		List<String> lines = new ArrayList<>();
		new LineReader(lines::add).drain(new ByteArrayInputStream(text.getBytes(Charset.defaultCharset())));
		return lines;
	}

}
