package io.appinfra.net.integration;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers in an application with Spring Security, on a real web server.
 */
class HandlerSecurityIT {

	private static RawServer server;

	@BeforeAll
	static void start() {
		server = RawServer.start(new Class<?>[] { LockedApplication.class });
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forgetCalls() {
		application().calls.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/locked", "/locked/a", "/locked/literal/inner", "/locked/async" })
	void getWhenLockedCallsHandlerOnlyForTheRightRole(String path) throws IOException {
		assertThat(RawServer.status(server.exchange("GET", path))).isEqualTo(401);
		assertThat(RawServer.status(server.exchange("GET", path, RawServer.as("guest")))).isEqualTo(403);
		assertThat(RawServer.status(server.exchange("GET", path, RawServer.as("nobody")))).isEqualTo(401);
		assertThat(application().calls).isEmpty();
		String response = server.exchange("GET", path, RawServer.as("keeper"));
		assertThat(RawServer.status(response)).isEqualTo(200);
		assertThat(response).contains(LockedApplication.TREASURE + "keeper");
		assertThat(application().calls).hasSize(1);
	}

	@Test
	void getWhenOpenNeedsNothing() throws IOException {
		assertThat(server.exchange("GET", "/open")).contains("open to all");
		assertThat(server.exchange("GET", "/other")).contains("open to all");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "OPTIONS", "HEAD", "FOO" })
	void sendWhenLockedSaysNothingOfMethods(String method) throws IOException {
		String response = server.exchange(method, "/locked");
		assertThat(RawServer.status(response)).isIn(400, 401, 403);
		assertThat(response).doesNotContainIgnoringCase("Allow:");
		assertThat(RawServer.status(server.exchange("OPTIONS", "/locked", RawServer.as("keeper")))).isEqualTo(200);
	}

	@Test
	void getWhenLockedPathHasNoHandlerDoesNotShowThat() throws IOException {
		assertThat(RawServer.status(server.exchange("GET", "/locked/a/b/c"))).isEqualTo(401);
		assertThat(RawServer.status(server.exchange("GET", "/locked/a/b/c", RawServer.as("keeper")))).isEqualTo(404);
	}

	@Test
	void postWhenTokenIsMissingReachesNoHandler() throws IOException {
		assertThat(RawServer.status(server.exchange("POST", "/locked", RawServer.as("keeper")))).isEqualTo(403);
		assertThat(RawServer.status(server.exchange("POST", "/open"))).isIn(401, 403);
		assertThat(application().calls).isEmpty();
	}

	@Test
	void getWhenMethodIsGuardedIsAnsweredBySecurity() throws IOException {
		assertThat(RawServer.status(server.exchange("GET", "/guarded"))).isEqualTo(401);
		assertThat(RawServer.status(server.exchange("GET", "/guarded", RawServer.as("guest")))).isEqualTo(403);
		assertThat(server.exchange("GET", "/guarded", RawServer.as("keeper")))
			.contains(LockedApplication.TREASURE + "keeper");
	}

	@Test
	void optionsWhenDeniedAsynchronouslyIsAnsweredBySecurity() throws IOException {
		assertThat(RawServer.status(server.exchange("OPTIONS", "/guarded-async"))).isEqualTo(401);
		assertThat(RawServer.status(server.exchange("OPTIONS", "/guarded-async", RawServer.as("guest"))))
			.isEqualTo(403);
	}

	private static LockedApplication application() {
		return server.context().getBean(LockedApplication.class);
	}

}
