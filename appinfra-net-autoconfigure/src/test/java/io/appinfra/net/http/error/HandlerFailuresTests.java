package io.appinfra.net.http.error;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.HandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link HandlerFailures} and what it writes.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerFailuresTests {

	private final StaticMessageSource messages = new StaticMessageSource();

	private final HandlerFailures failures = new HandlerFailures("prices", new ProblemWriter(List.of(), this.messages));

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/prices");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ServerRequestObservationContext observation = new ServerRequestObservationContext(this.request,
			this.response);

	@BeforeEach
	void observe() {
		this.request.setAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, this.observation);
	}

	static Stream<Arguments> answered() {
		return Stream.of(arguments(new IllegalStateException("secret"), 500, "ERROR"),
				arguments(new HandlerException("secret"), 500, "ERROR"),
				arguments(new StackOverflowError(), 500, "ERROR"),
				arguments(new ServletException(new IllegalStateException("secret")), 500, "ERROR"),
				arguments(new ServletException(new ResponseStatusException(HttpStatus.CONFLICT)), 409, ""),
				arguments(new ServletException("secret"), 500, "ERROR"),
				arguments(new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR), 500, "ERROR"),
				arguments(new ResponseStatusException(HttpStatus.BAD_GATEWAY), 502, ""),
				arguments(new AsyncRequestTimeoutException(), 503, ""), arguments(Refusal.tooManyRequests(), 503, ""),
				arguments(Refusal.answerTooSlow(), 503, "WARN"), arguments(Refusal.bodyTooSlow(), 408, ""));
	}

	@ParameterizedTest
	@MethodSource("answered")
	void handleWhenNothingIsSentAnswersProblem(Throwable failure, int status, String level, CapturedOutput output)
			throws Exception {
		handle(failure);
		assertThat(this.response.getStatus()).isEqualTo(status);
		assertThat(this.response.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		assertThat(this.response.getContentAsString()).contains("\"status\":" + status).doesNotContain("secret");
		assertThat(this.response.getContentLength()).isEqualTo(this.response.getContentAsByteArray().length);
		assertThat(output.getOut().lines().filter((line) -> line.matches(".* (ERROR|WARN) .*")))
			.hasSize(level.isEmpty() ? 0 : 1)
			.allMatch((line) -> line.contains(" " + level + " ") && line.contains("'prices'")
					&& line.contains("GET /prices"));
		assertThat(this.observation.getError()).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("gone")
	void handleWhenClientIsGoneIsNoError(Exception failure, CapturedOutput output) throws IOException {
		handle(failure);
		assertThat(this.response.getContentAsByteArray()).isEmpty();
		assertThat(output.getOut()).doesNotContain(" ERROR ", " WARN ");
		assertThat(this.observation.getError()).isNull();
	}

	static Stream<Exception> gone() {
		return Stream.of(new ClientAbortException(), new AsyncRequestNotUsableException("gone"),
				new IllegalStateException(new ClientAbortException()),
				new ServletException(new ClientAbortException()));
	}

	@Test
	void handleWhenSecurityAnswersThrowsIt() {
		for (RuntimeException failure : List.of(new AccessDeniedException("no"), new BadCredentialsException("who"))) {
			assertThat(catchThrowable(() -> handle(failure))).isSameAs(failure);
		}
		assertThat(this.response.getContentAsByteArray()).isEmpty();
	}

	@Test
	void handleWhenResponseHasBegunBreaksItOffAndLogsOnce(CapturedOutput output) {
		this.response.setCommitted(true);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> handle(new AccessDeniedException("late")));
		assertThat(this.request.getAttribute(RequestDispatcher.ERROR_EXCEPTION))
			.isInstanceOf(AccessDeniedException.class);
		assertThat(output.getOut().lines().filter((line) -> line.contains(" ERROR "))).singleElement()
			.asString()
			.contains("'prices' failed after the response had begun");
	}

	@Test
	void handleWhenStreamTimesOutBreaksOffAllButEvents(CapturedOutput output) throws IOException {
		this.response.setCommitted(true);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> handle(new AsyncRequestTimeoutException()));
		MockHttpServletResponse events = new MockHttpServletResponse();
		events.setContentType("text/event-stream;charset=UTF-8");
		events.setCommitted(true);
		this.failures.handle(new AsyncRequestTimeoutException(), null, this.request, events);
		assertThat(output.getOut()).doesNotContain(" ERROR ");
	}

	@Test
	void handleWhenAnswerHadHeadersLeavesNone() throws IOException {
		ServerResponse answer = ServerResponse.ok().eTag("\"v1\"").header("X-Answer", "yes").build();
		answer.headers().forEach((name, values) -> this.response.setHeader(name, values.get(0)));
		this.response.setHeader("X-Filter", "yes");
		this.failures.handle(new IllegalStateException(), answer, this.request, this.response);
		assertThat(this.response.getHeaderNames()).contains("X-Filter").doesNotContain("ETag", "X-Answer");
	}

	@Test
	void handleWhenWriterIsOpenAnswersProblem() throws Exception {
		this.response.getWriter().write("half");
		handle(new ResponseStatusException(HttpStatus.CONFLICT));
		assertThat(this.response.getContentAsString()).startsWith("{").contains("409");
	}

	@Test
	void handleWhenTypesAreNamedTwiceNamesEachOnce() throws IOException {
		handle(new HttpMediaTypeNotSupportedException(MediaType.TEXT_PLAIN,
				List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON),
				HttpMethod.PATCH));
		assertThat(this.response.getHeader("Accept")).isEqualTo("application/json, application/xml");
		assertThat(this.response.getHeader("Accept-Patch")).isEqualTo("application/json, application/xml");
	}

	@Test
	void handleWhenApplicationHasMessagesUsesThemInLocaleOfRequest() throws Exception {
		this.messages.addMessage("problemDetail.title." + ResponseStatusException.class.getName(), Locale.FRENCH,
				"Conflit");
		LocaleContextHolder.setLocale(Locale.FRENCH);
		try {
			handle(new ResponseStatusException(HttpStatus.CONFLICT));
		}
		finally {
			LocaleContextHolder.resetLocaleContext();
		}
		assertThat(this.response.getContentAsString()).contains("\"title\":\"Conflit\"");
	}

	private void handle(Throwable failure) throws IOException {
		this.failures.handle(failure, null, this.request, this.response);
	}

}
