package io.appinfra.net.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.fixture.SocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients see of a SIGTERM to a real process. A phase of the shutdown may take so
 * long that a test which waits for its end fails.
 */
@Tag("http-full")
class HttpShutdownIT {

	private static final String LONG_PHASE = "--spring.lifecycle.timeout-per-shutdown-phase=10m";

	private static final int GOING_AWAY = 1001;

	@Test
	void sigtermWhenUnderLoadAnswersEachRequestThatWasTaken() throws Exception {
		try (TrafficProcess traffic = TrafficProcess.start(LONG_PHASE, "--appinfra.net.shutdown.drain-delay=300ms")) {
			Clients clients = new Clients(traffic.port());
			clients.start(12, "sync");
			clients.start(12, "async");
			Awaitility.await().until(() -> clients.answered().size() > 500);
			traffic.terminate();
			clients.awaitEnd();
			assertThat(traffic.awaitExit()).isEqualTo(143);
			assertThat(traffic.begun()).isSubsetOf(clients.answered());
			assertThat(clients.brokenOff()).doesNotContainAnyElementsOf(traffic.begun());
		}
	}

	@Test
	void sigtermWhenStreamsAndSessionsAreOpenEndsThemNormally() throws Exception {
		try (TrafficProcess traffic = TrafficProcess.start(LONG_PHASE);
				Socket events = open(traffic.port(), "/events");
				Socket others = open(traffic.port(), "/events")) {
			BufferedReader reader = reader(events);
			awaitLine(reader, "data:hello");
			awaitLine(reader(others), "data:hello");
			SocketClient socket = SocketClient.connect(HttpClient.newHttpClient(), traffic.port(), "/socket");
			traffic.terminate();
			awaitLine(reader, "0");
			assertThat(socket.awaitClosed()).isEqualTo(GOING_AWAY);
			assertThat(traffic.awaitExit()).isEqualTo(143);
			assertThat(traffic.output()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
		}
	}

	private static Socket open(int port, String path) throws IOException {
		Socket socket = new Socket("localhost", port);
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	private static BufferedReader reader(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
	}

	private static void awaitLine(BufferedReader reader, String expected) throws IOException {
		String line = "";
		while (!line.equals(expected)) {
			line = reader.readLine();
			assertThat(line).as("Line before " + expected).isNotNull();
		}
	}

}
