package io.appinfra.net.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Finds the parts of a multipart body (RFC 2046 section 5.1.1, RFC 7578). It keeps where
 * a part is, not what is in it.
 */
final class MultipartReader {

	static final int MAX_PARTS = 1000;

	static final int MAX_HEADER_SIZE = 8 * 1024;

	private static final int BUFFER_SIZE = 16 * 1024;

	private final InputStream input;

	private final byte[] delimiter;

	private long position;

	/**
	 * Create a reader.
	 * @param input the body
	 * @param boundary the boundary that its content type names
	 */
	MultipartReader(InputStream input, String boundary) {
		this.input = new BufferedInputStream(input, BUFFER_SIZE);
		this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Read up to the first delimiter, which may be at the very beginning.
	 */
	void skipPreamble() throws IOException {
		skipToDelimiter(2);
	}

	/**
	 * Return the header fields of the next part, or {@code null} after the last one.
	 */
	@Nullable HttpHeaders nextPart() throws IOException {
		int first = read();
		int second = read();
		if (first == '-' && second == '-') {
			return null;
		}
		while (second != '\n') {
			requirePadding(first);
			first = second;
			second = read();
		}
		if (first != '\r') {
			throw Refusal.badMultipart("A delimiter is no line of its own.");
		}
		return readHeaders();
	}

	private static void requirePadding(int value) {
		if (value != ' ' && value != '\t') {
			throw Refusal.badMultipart("A delimiter is no line of its own.");
		}
	}

	private HttpHeaders readHeaders() throws IOException {
		HttpHeaders headers = new HttpHeaders();
		long start = this.position;
		String line = readLine(start);
		while (!line.isEmpty()) {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw Refusal.badMultipart("A part has a bad header field.");
			}
			headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
			line = readLine(start);
		}
		return headers;
	}

	private String readLine(long start) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = read(); next != '\n'; next = read()) {
			if (this.position - start > MAX_HEADER_SIZE) {
				throw Refusal.badMultipart("A part has too large a header.");
			}
			line.write(next);
		}
		String text = line.toString(StandardCharsets.UTF_8);
		if (!text.endsWith("\r") || text.indexOf('\0') != -1) {
			throw Refusal.badMultipart("A part has a bad header field.");
		}
		return text.substring(0, text.length() - 1);
	}

	/**
	 * Return where in the body the next byte is.
	 */
	long position() {
		return this.position;
	}

	/**
	 * Read the content of a part and the delimiter after it.
	 * @return the size of the content in bytes
	 */
	long skipContent() throws IOException {
		return skipToDelimiter(0);
	}

	/**
	 * A delimiter begins with a carriage return and has no other one, so that a mismatch
	 * can only be the beginning of the next attempt.
	 */
	private long skipToDelimiter(int matched) throws IOException {
		long start = this.position - matched;
		int count = matched;
		while (count < this.delimiter.length) {
			int next = read();
			if (next == this.delimiter[count]) {
				count++;
			}
			else {
				count = (next == '\r') ? 1 : 0;
			}
		}
		return this.position - this.delimiter.length - start;
	}

	private int read() throws IOException {
		int next = this.input.read();
		if (next == -1) {
			throw Refusal.badMultipart("A multipart body has no end.");
		}
		this.position++;
		return next;
	}

}
