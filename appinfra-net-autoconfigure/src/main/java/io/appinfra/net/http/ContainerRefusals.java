package io.appinfra.net.http;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;

/**
 * Tells what a container throws because a request is bad, when its parameters or parts
 * are read, from errors of the handler.
 */
final class ContainerRefusals {

	private static final boolean TOMCAT_PRESENT = isPresent("org.apache.tomcat.util.http.InvalidParameterException");

	private static final boolean JETTY_PRESENT = isPresent("org.eclipse.jetty.http.HttpException");

	private ContainerRefusals() {
	}

	/**
	 * Return the status that the container has for the request, or {@code null} if the
	 * exception is none of this kind.
	 */
	static @Nullable HttpStatusCode statusOf(Throwable failure) {
		HttpStatusCode status = TOMCAT_PRESENT ? Tomcat.statusOf(failure) : null;
		return (status == null && JETTY_PRESENT) ? Jetty.statusOf(failure) : status;
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, ContainerRefusals.class.getClassLoader());
	}

	private static @Nullable HttpStatusCode clientError(int code) {
		return (code >= 400 && code < 500) ? HttpStatusCode.valueOf(code) : null;
	}

	private static final class Tomcat {

		static @Nullable HttpStatusCode statusOf(Throwable failure) {
			if (failure instanceof InvalidParameterException invalid) {
				return clientError(invalid.getErrorCode());
			}
			if (failure instanceof InvalidContentTypeException) {
				return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
			}
			return (failure instanceof FileUploadException) ? HttpStatus.BAD_REQUEST : null;
		}

	}

	private static final class Jetty {

		static @Nullable HttpStatusCode statusOf(Throwable failure) {
			return (failure instanceof HttpException exception) ? clientError(exception.getCode()) : null;
		}

	}

}
