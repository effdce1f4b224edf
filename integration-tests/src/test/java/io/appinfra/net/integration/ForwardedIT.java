package io.appinfra.net.integration;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers behind a proxy that says what it was asked for.
 */
class ForwardedIT {

	@Test
	void getWhenPrefixIsForwardedReachesNoLockedHandler() throws IOException {
		try (RawServer server = start("framework")) {
			assertThat(server.exchange("GET", "/a", "X-Forwarded-Prefix: /locked")).contains("open to all");
			assertThat(server.exchange("GET", "/literal/inner", "X-Forwarded-Prefix: /locked"))
				.doesNotContain(LockedApplication.TREASURE);
			assertThat(server.exchange("GET", "/async", "X-Forwarded-Prefix: /locked")).contains("open to all");
			assertThat(server.context().getBean(LockedApplication.class).calls).isEmpty();
		}
	}

	@Test
	void getWhenPrefixIsForwardedLocksWhatIsLocked() throws IOException {
		try (RawServer server = start("framework")) {
			String prefix = "X-Forwarded-Prefix: /api";
			assertThat(RawServer.status(server.exchange("GET", "/locked/async", prefix))).isEqualTo(401);
			assertThat(server.exchange("GET", "/locked/async", prefix, RawServer.as("keeper")))
				.contains(LockedApplication.TREASURE);
		}
	}

	private static RawServer start(String strategy) {
		return RawServer.start(new Class<?>[] { LockedApplication.class },
				"server.forward-headers-strategy=" + strategy);
	}

}
