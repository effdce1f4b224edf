package io.appinfra.net.http.error;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorResponses}.
 */
class ErrorResponsesTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

	static Stream<Exception> exceptionsOfSpring() {
		return Stream.of(new ResponseStatusException(HttpStatus.CONFLICT, "why"),
				new HttpRequestMethodNotSupportedException("FOO", List.of("GET")),
				new HttpMediaTypeNotSupportedException(MediaType.IMAGE_PNG, List.of(MediaType.APPLICATION_JSON)),
				new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON)),
				new MissingServletRequestParameterException("name", "String"), new AsyncRequestTimeoutException(),
				new HttpMessageNotReadableException("secret", new MockHttpInputMessage(new byte[0])),
				new HttpMessageNotWritableException("secret"), new TypeMismatchException("secret", Integer.class),
				new ConversionNotSupportedException("secret", Integer.class, null));
	}

	@ParameterizedTest
	@MethodSource("exceptionsOfSpring")
	void ofWhenExceptionIsOfSpringHasStatusAndHeadersThatSpringMvcAnswers(Exception failure) throws Exception {
		ResponseEntity<Object> expected = new ResponseEntityExceptionHandler() {
		}.handleException(failure, new ServletWebRequest(this.request));
		ErrorResponse error = ErrorResponses.of(failure, this.request);
		assertThat(expected).isNotNull();
		assertThat(error.getStatusCode()).isEqualTo(expected.getStatusCode());
		assertThat(error.getHeaders()).isEqualTo(expected.getHeaders());
		assertThat(error.getBody().toString()).doesNotContain("secret");
	}

	@ParameterizedTest
	@CsvSource({ "Content-Type, nonsense, 415", "Accept, nonsense, 406", "X-Other, nonsense, 500" })
	void ofWhenMediaTypeIsInvalidDependsOnWhoNamedIt(String header, String value, int status) {
		this.request.addHeader(header, value);
		ErrorResponse error = ErrorResponses.of(new InvalidMediaTypeException("nonsense", "no slash"), this.request);
		assertThat(error.getStatusCode().value()).isEqualTo(status);
	}

	@Test
	void ofWhenFailureIsUnknownSaysNothingOfIt() {
		ErrorResponse error = ErrorResponses.of(new IllegalStateException("secret"), this.request);
		assertThat(error.getStatusCode()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
		assertThat(error.getBody().getDetail()).isNull();
	}

}
