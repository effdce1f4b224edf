package io.appinfra.net.http.servlet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestLogTests {

	private static final String WEB = "org.springframework.web";

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/prices/ACME");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@BeforeEach
	void logAll() {
		this.logging.setLogLevel(WEB, LogLevel.DEBUG);
	}

	@AfterEach
	void logLess() {
		this.logging.setLogLevel(WEB, null);
	}

	@Test
	void linesWhenLevelIsDebugHaveRequestAndStatus(CapturedOutput output) {
		this.request.setQueryString("a=b");
		this.response.setStatus(201);
		RequestLog log = new RequestLog("prices");
		log.received(this.request);
		log.answered(this.request, this.response);
		assertThat(output).contains("GET \"/prices/ACME?a=b\", handler 'prices'", "Completed 201 CREATED");
	}

	@Test
	void linesWhenLevelIsInfoAreNone(CapturedOutput output) {
		this.logging.setLogLevel(WEB, LogLevel.INFO);
		RequestLog log = new RequestLog("prices");
		log.received(this.request);
		log.answered(this.request, this.response);
		assertThat(output).doesNotContain("/prices/ACME", "Completed");
	}

}
