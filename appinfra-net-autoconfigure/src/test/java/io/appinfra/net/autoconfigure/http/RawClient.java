package io.appinfra.net.autoconfigure.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client that sends what a test gives it, byte by byte, and reads one answer after the
 * other.
 */
public final class RawClient implements Closeable {

	private static final int PATIENCE_MILLIS = 60_000;

	private final Socket socket;

	private final InputStream input;

	public RawClient(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(PATIENCE_MILLIS);
		this.input = this.socket.getInputStream();
	}

	public RawClient send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	public RawClient sendHead(String requestLine, String... headers) throws IOException {
		StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return send(head.append("\r\n").toString());
	}

	public RawClient sendChunk(String chunk) throws IOException {
		return send("%x\r\n%s\r\n".formatted(chunk.length(), chunk));
	}

	/**
	 * Read one answer: head and body (of its content length).
	 */
	public String readAnswer() throws IOException {
		String head = readHead();
		int index = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
		if (index == -1) {
			return head;
		}
		int length = Integer.parseInt(head.substring(index + 15, head.indexOf('\r', index)).trim());
		return head + new String(this.input.readNBytes(length), StandardCharsets.UTF_8);
	}

	public String readHead() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = this.input.read();
			if (next == -1) {
				return head.toString(StandardCharsets.ISO_8859_1);
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Read until the server ends the connection.
	 */
	public String readAll() throws IOException {
		return new String(this.input.readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Read until the server ends the connection, in whatever way.
	 */
	public String readToEnd() throws IOException {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		try {
			this.input.transferTo(answer);
		}
		catch (SocketException reset) {
			// the answer is what has come until then
		}
		return answer.toString(StandardCharsets.UTF_8);
	}

	public RawClient sendNoMore() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
