package io.appinfra.net.http;

import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;

/**
 * What the client is told of an exception: the same as Spring MVC tells it.
 */
final class ErrorResponses {

	private ErrorResponses() {
	}

	static ErrorResponse of(Throwable failure) {
		if (failure instanceof ErrorResponse error) {
			return error;
		}
		if (failure instanceof HttpMessageNotReadableException) {
			return ErrorResponse.create(failure, HttpStatus.BAD_REQUEST, "Failed to read request");
		}
		if (failure instanceof BindException || isMismatch(failure)) {
			return ErrorResponse.create(failure, HttpStatus.BAD_REQUEST, "Invalid request content.");
		}
		return ErrorResponse.builder(failure, ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR)).build();
	}

	private static boolean isMismatch(Throwable failure) {
		return failure instanceof TypeMismatchException && !(failure instanceof ConversionNotSupportedException);
	}

}
