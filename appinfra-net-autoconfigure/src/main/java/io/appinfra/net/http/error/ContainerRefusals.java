package io.appinfra.net.http.error;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.FileSystemException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;

/**
 * Distinguishes what a container throws because a request is bad, when its body,
 * parameters or parts are read, from errors of the handler.
 */
public final class ContainerRefusals {

	private static final Set<String> FILE_CLASSES = Set.of("java.io.FileOutputStream", "java.io.FileInputStream",
			"java.io.RandomAccessFile", "sun.nio.ch.FileChannelImpl");

	private static final int THROWING_FRAMES = 10;

	private static final boolean TOMCAT_PRESENT = isPresent("org.apache.tomcat.util.http.InvalidParameterException");

	private static final boolean JETTY_PRESENT = isPresent("org.eclipse.jetty.http.HttpException");

	private ContainerRefusals() {
	}

	/**
	 * Return the status that the container has for the request, or {@code null} if the
	 * exception is none of this kind. That something is too large can be the cause of a
	 * failure that only says that the request is bad.
	 */
	public static @Nullable HttpStatusCode statusOf(Throwable failure) {
		if (isFailureOfFiles(failure)) {
			return null;
		}
		HttpStatusCode status = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			HttpStatusCode own = ownStatus(cause);
			if (HttpStatus.CONTENT_TOO_LARGE.equals(own)) {
				return own;
			}
			status = (status != null) ? status : own;
		}
		return status;
	}

	private static @Nullable HttpStatusCode ownStatus(Throwable failure) {
		HttpStatusCode status = TOMCAT_PRESENT ? Tomcat.statusOf(failure) : null;
		return (status == null && JETTY_PRESENT) ? Jetty.statusOf(failure) : status;
	}

	/**
	 * Return whether the client has sent nothing for longer than the container waits.
	 */
	public static boolean isTimeout(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether the client is not to blame for a body that could not be read: the
	 * container could not keep it, or the handler must not read it in this way.
	 */
	public static boolean isFailureOfServer(Throwable failure) {
		return failure instanceof IllegalStateException || isFailureOfFiles(failure);
	}

	/**
	 * Return whether a file could not be opened, written or read. A full disk has no
	 * exception of its own, and is known by the class that threw it.
	 */
	private static boolean isFailureOfFiles(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof FileSystemException || cause instanceof FileNotFoundException
					|| (cause instanceof IOException && Stream.of(cause.getStackTrace())
						.limit(THROWING_FRAMES)
						.anyMatch((frame) -> FILE_CLASSES.contains(frame.getClassName())))) {
				return true;
			}
		}
		return false;
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
			if (failure instanceof SizeException || failure instanceof FileCountLimitExceededException) {
				return HttpStatus.CONTENT_TOO_LARGE;
			}
			if (failure instanceof InvalidContentTypeException) {
				return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
			}
			return (failure instanceof FileUploadException || failure instanceof BadRequestException)
					? HttpStatus.BAD_REQUEST : null;
		}

	}

	private static final class Jetty {

		static @Nullable HttpStatusCode statusOf(Throwable failure) {
			if (failure instanceof HttpException exception) {
				return clientError(exception.getCode());
			}
			return isTooLarge(failure) ? HttpStatus.CONTENT_TOO_LARGE : null;
		}

		/**
		 * Return whether a multipart body is over a limit, which only the message says.
		 */
		private static boolean isTooLarge(Throwable failure) {
			String message = failure.getMessage();
			return failure.getClass() == IllegalStateException.class && message != null
					&& (message.startsWith("max ") || message.startsWith("Form with too many keys"));
		}

	}

}
