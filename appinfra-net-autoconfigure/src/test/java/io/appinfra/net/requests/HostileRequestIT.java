package io.appinfra.net.requests;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.autoconfigure.http.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that no proper client sends: none makes the server fail, shows the client its
 * inside, fills the log, or holds a thread.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("http-full")
class HostileRequestIT {

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

	private static final Pattern INSIDE = Pattern
		.compile("Exception|\\b(org|java|jakarta|io)\\.[a-z]+\\.|\\sat [\\w.]+\\(");

	private static final Pattern FAILURE_IN_LOG = Pattern
		.compile("(?m)^\\S+ +(ERROR .*|WARN .*\\R{1,2}\\S+Exception.*)");

	private static final int MUTATIONS = 1500;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(HostileApplication.class, "spring.mvc.formcontent.filter.enabled=false",
				"appinfra.net.handler-defaults.read-timeout=2s", "server.tomcat.connection-timeout=5s",
				"server.jetty.connection-idle-timeout=5s");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static List<HostileRequest> requests() {
		return HostileRequest.readAll();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestWhenHostileIsRefusedOrAnswered(HostileRequest request, CapturedOutput output) throws IOException {
		check(request.exchange(server), request.name(), output);
		assertThat(server.get("/literal").statusCode()).isEqualTo(200);
	}

	@Test
	void requestWhenChangedAtRandomIsRefusedOrAnswered(CapturedOutput output) throws IOException {
		long seed = Long.getLong("seed", 20261123);
		RequestMutator mutator = new RequestMutator(new Random(seed));
		for (int i = 0; i < MUTATIONS; i++) {
			HostileRequest request = mutator.next();
			String name = "-Dseed=%d, request %d: %s".formatted(seed, i, request.text());
			check(request.exchange(server), name, output);
		}
		assertThat(server.get("/literal").statusCode()).isEqualTo(200);
	}

	private static void check(String answer, String name, CapturedOutput output) {
		assertThat(STATUS.matcher(answer).results().map((result) -> result.group(1))).as(name)
			.allMatch((status) -> !status.startsWith("5") || List.of("501", "505").contains(status));
		assertThat(answer).as(name).doesNotContainPattern(INSIDE);
		assertThat(FAILURE_IN_LOG.matcher(output).results().map((result) -> result.group())).as(name).isEmpty();
		assertThat(HostileApplication.smuggled).as(name).hasValue(0);
	}

	@AfterAll
	static void noThreadIsHeld() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().values()).noneMatch((stack) -> List.of(stack)
				.stream()
				.anyMatch((frame) -> frame.getClassName().endsWith("HandlerServlet"))));
	}

}
