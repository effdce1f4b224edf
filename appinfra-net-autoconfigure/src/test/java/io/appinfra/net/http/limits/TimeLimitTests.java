package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.error.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TimeLimit}, without a web server.
 */
class TimeLimitTests {

	private static final ServerResponse ANSWER = ServerResponse.noContent().build();

	private static final Duration SHORT = Duration.ofMillis(1);

	private static final Duration LONG = Duration.ofMinutes(1);

	private final Deadlines deadlines = new Deadlines();

	@AfterEach
	void close() {
		this.deadlines.close();
		assertThat(Thread.interrupted()).as("interrupted after the request").isFalse();
	}

	@Test
	void handleWhenAnswerIsInTimeIsThatOfHandler() throws Exception {
		assertThat(handle(LONG, (request) -> ANSWER)).isSameAs(ANSWER);
	}

	@Test
	void handleWhenHandlerFailsInTimeThrowsWhatItThrew() {
		IllegalStateException failure = new IllegalStateException("mine");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> handle(LONG, (request) -> {
			throw failure;
		})).isSameAs(failure).satisfies((thrown) -> assertThat(thrown.getSuppressed()).isEmpty());
	}

	@Test
	void handleWhenTooLateInterruptsAndRefusesWithWhatHandlerThrew() {
		Refusal refusal = refusal(SHORT, (request) -> {
			new CountDownLatch(1).await();
			return ANSWER;
		});
		assertThat(refusal.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
	}

	@Test
	void handleWhenInterruptIsSwallowedRefusesAnswer() {
		Refusal refusal = refusal(SHORT, (request) -> {
			awaitInterrupt();
			return ANSWER;
		});
		assertThat(refusal.getSuppressed()).isEmpty();
	}

	@Test
	void handleWhenHandlerInterruptsItselfAgainLeavesNoInterrupt() {
		refusal(SHORT, (request) -> {
			awaitInterrupt();
			Thread.currentThread().interrupt();
			return ANSWER;
		});
	}

	@Test
	void handleWhenHandlerInterruptsItselfInTimeLeavesItsInterrupt() throws Exception {
		handle(LONG, (request) -> {
			Thread.currentThread().interrupt();
			return ANSWER;
		});
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void handleWhenTimeWasSpentWaitingForBodyGoesOn() throws Exception {
		MockHttpServletRequest servletRequest = new MockHttpServletRequest("POST", "/");
		LimitedBody body = mock(LimitedBody.class);
		CountDownLatch asked = new CountDownLatch(1);
		given(body.waitedNanos()).willAnswer((call) -> {
			asked.countDown();
			return LONG.toNanos();
		});
		TimeLimit limit = new TimeLimit((request) -> {
			asked.await();
			return ANSWER;
		}, SHORT, this.deadlines);
		assertThat(limit.handle(ServerRequest.create(new LimitedRequest(servletRequest, body), List.of())))
			.isSameAs(ANSWER);
	}

	private ServerResponse handle(Duration timeout, HandlerFunction<ServerResponse> handler) throws Exception {
		return new TimeLimit(handler, timeout, this.deadlines)
			.handle(ServerRequest.create(new MockHttpServletRequest("GET", "/"), List.of()));
	}

	private Refusal refusal(Duration timeout, HandlerFunction<ServerResponse> handler) {
		Refusal refusal = catchThrowableOfType(Refusal.class, () -> handle(timeout, handler));
		assertThat(refusal).isNotNull();
		assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		return refusal;
	}

	private static void awaitInterrupt() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			// swallowed
		}
	}

}
