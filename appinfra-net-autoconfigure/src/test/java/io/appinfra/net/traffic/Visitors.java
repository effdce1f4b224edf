package io.appinfra.net.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that send one request after the other until they are asked to end, on one
 * connection or on a new one for each. Nothing is repeated.
 */
final class Visitors implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 60_000;

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final AtomicLong answered = new AtomicLong();

	private final List<CompletableFuture<Void>> ends = new ArrayList<>();

	private final int port;

	private volatile boolean ending;

	Visitors(int port) {
		this.port = port;
	}

	/**
	 * Start clients.
	 * @param count how many
	 * @param method GET or POST
	 * @param kept whether each keeps its connection
	 */
	void start(int count, String method, boolean kept) {
		for (int i = 0; i < count; i++) {
			String name = "%s-%s-%d".formatted(method, kept ? "kept" : "new", i);
			CompletableFuture<Void> end = new CompletableFuture<>();
			this.ends.add(end);
			Thread thread = new Thread(() -> {
				visit(name, method, kept);
				end.complete(null);
			}, name);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void visit(String name, String method, boolean kept) {
		long number = 0;
		while (!this.ending) {
			try (Socket socket = new Socket("127.0.0.1", this.port)) {
				socket.setSoTimeout(PATIENCE_MILLIS);
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
				boolean open = true;
				while (open && !this.ending) {
					String id = name + "-" + number++;
					send(socket, method, id, kept);
					open = receive(reader, id) && kept;
				}
			}
			catch (IOException ex) {
				this.failures.add("%s %s-%d: %s".formatted(LocalTime.now(), name, number - 1, ex));
			}
		}
	}

	private static void send(Socket socket, String method, String id, boolean kept) throws IOException {
		socket.getOutputStream()
			.write("%s /pending/sync/%s HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\nContent-Length: 0\r\n\r\n"
				.formatted(method, id, kept ? "keep-alive" : "close")
				.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Receive a response.
	 * @return whether the connection stays open
	 */
	private boolean receive(BufferedReader reader, String id) throws IOException {
		String status = line(reader);
		boolean open = true;
		int length = -1;
		for (String header = line(reader); !header.isEmpty(); header = line(reader)) {
			String lower = header.toLowerCase();
			open &= !lower.equals("connection: close");
			length = lower.startsWith("content-length:") ? Integer.parseInt(lower.substring(15).trim()) : length;
		}
		String body = read(reader, length);
		if (status.startsWith("HTTP/1.1 200") && body.endsWith("x" + id)) {
			this.answered.incrementAndGet();
		}
		else {
			this.failures.add("%s %s: %s".formatted(LocalTime.now(), id, status));
		}
		return open;
	}

	private static String read(BufferedReader reader, int length) throws IOException {
		char[] body = new char[length];
		int count = 0;
		while (count < length) {
			int more = reader.read(body, count, length - count);
			if (more < 0) {
				throw new IOException("The body ends after %d of %d".formatted(count, length));
			}
			count += more;
		}
		return new String(body);
	}

	private static String line(BufferedReader reader) throws IOException {
		String line = reader.readLine();
		if (line == null) {
			throw new IOException("The connection was closed before the response");
		}
		return line;
	}

	long answered() {
		return this.answered.get();
	}

	List<String> failures() {
		return this.failures;
	}

	@Override
	public void close() {
		this.ending = true;
		CompletableFuture.allOf(this.ends.toArray(CompletableFuture[]::new))
			.orTimeout(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
			.join();
	}

}
