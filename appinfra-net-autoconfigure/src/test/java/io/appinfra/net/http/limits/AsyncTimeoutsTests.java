package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AsyncTimeouts}.
 */
class AsyncTimeoutsTests {

	private static final ServerResponse TO_COME = ServerResponse.async(new CompletableFuture<ServerResponse>());

	private static final ServerResponse STREAM = ServerResponse.ok().stream((stream) -> {
	});

	@Test
	void ofWhenAnswerIsStillToComeIsThatOfAnswers() {
		AsyncTimeouts timeouts = new AsyncTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5));
		assertThat(timeouts.of(TO_COME)).isEqualTo(2000);
		assertThat(timeouts.of(ServerResponse.ok().body(new CompletableFuture<>()))).isEqualTo(2000);
	}

	@Test
	void ofWhenAnswerHasBegunIsThatOfAll() {
		assertThat(new AsyncTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5)).of(STREAM)).isEqualTo(5000);
	}

	@Test
	void ofWhenThereIsNoneIsLeftToContainer() {
		assertThat(new AsyncTimeouts(null, null).of(TO_COME)).isNull();
	}

	@Test
	void ofWhenShorterThanMillisecondIsNotNone() {
		assertThat(new AsyncTimeouts(Duration.ofNanos(1), null).of(TO_COME)).isEqualTo(1);
	}

}
