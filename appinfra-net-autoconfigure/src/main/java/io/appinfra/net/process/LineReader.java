package io.appinfra.net.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads a stream to its end, line by line. A line that does not end is cut into pieces,
 * so that a flood without newlines needs no more memory than one piece.
 */
final class LineReader {

	private static final int MAX_LINE = 8 * 1024;

	private final Consumer<String> lines;

	private final StringBuilder line = new StringBuilder();

	LineReader(Consumer<String> lines) {
		this.lines = lines;
	}

	void drain(InputStream stream) throws IOException {
		try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
			char[] buffer = new char[MAX_LINE];
			int length = reader.read(buffer);
			while (length >= 0) {
				accept(buffer, length);
				length = reader.read(buffer);
			}
		}
		finally {
			flush();
		}
	}

	private void accept(char[] buffer, int length) {
		for (int i = 0; i < length; i++) {
			if (buffer[i] == '\n' || this.line.length() == MAX_LINE) {
				flush();
			}
			if (buffer[i] != '\n' && buffer[i] != '\r') {
				this.line.append(buffer[i]);
			}
		}
	}

	private void flush() {
		if (!this.line.isEmpty()) {
			String line = this.line.toString();
			this.line.setLength(0);
			this.lines.accept(line);
		}
	}

}
