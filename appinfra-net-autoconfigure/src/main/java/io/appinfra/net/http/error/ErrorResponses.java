package io.appinfra.net.http.error;

import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;

/**
 * The answer to an exception: the same as that of Spring MVC.
 */
final class ErrorResponses {

	private ErrorResponses() {
	}

	static ErrorResponse of(Throwable failure, HttpServletRequest request) {
		if (failure instanceof ErrorResponse error) {
			return error;
		}
		if (failure instanceof HttpMessageNotReadableException) {
			return ErrorResponse.create(failure, HttpStatus.BAD_REQUEST, "Failed to read request");
		}
		if (failure instanceof BindException || isMismatch(failure)) {
			return ErrorResponse.create(failure, HttpStatus.BAD_REQUEST, "Invalid request content.");
		}
		if (failure instanceof InvalidMediaTypeException type && isIn(request, HttpHeaders.CONTENT_TYPE, type)) {
			return ErrorResponse.create(failure, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Could not parse Content-Type.");
		}
		if (failure instanceof InvalidMediaTypeException type && isIn(request, HttpHeaders.ACCEPT, type)) {
			return ErrorResponse.create(failure, HttpStatus.NOT_ACCEPTABLE, "Could not parse Accept header.");
		}
		HttpStatusCode status = ContainerRefusals.statusOf(failure);
		if (status != null) {
			return ErrorResponse.create(failure, status, "Invalid request content.");
		}
		return ErrorResponse.builder(failure, ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR)).build();
	}

	private static boolean isIn(HttpServletRequest request, String header, InvalidMediaTypeException type) {
		return Collections.list(request.getHeaders(header))
			.stream()
			.anyMatch((line) -> line.contains(type.getMediaType()));
	}

	private static boolean isMismatch(Throwable failure) {
		return failure instanceof TypeMismatchException && !(failure instanceof ConversionNotSupportedException);
	}

}
