package io.appinfra.net.http.error;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/**
 * The answer to a request that went over a limit of its handler.
 */
public final class Refusal extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	private static final String RETRY_AFTER_SECONDS = "1";

	private final boolean timeoutOfHandler;

	private Refusal(HttpStatusCode status, String detail, boolean timeoutOfHandler) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
		this.timeoutOfHandler = timeoutOfHandler;
	}

	private Refusal(HttpStatusCode status, String detail) {
		this(status, detail, false);
	}

	/**
	 * 413 (RFC 9110 section 15.5.14).
	 */
	public static Refusal bodyTooLarge(@Nullable DataSize limit) {
		return new Refusal(HttpStatus.CONTENT_TOO_LARGE, (limit != null)
				? "The body may have %d bytes at most.".formatted(limit.toBytes()) : "The body is too large.");
	}

	/**
	 * 400 (RFC 9112 section 8), for a client that sends badly framed or no longer, and
	 * may still read.
	 */
	public static Refusal bodyIncomplete() {
		return new Refusal(HttpStatus.BAD_REQUEST, "The body did not arrive as a whole.");
	}

	/**
	 * 4xx, for a body that the web server has refused.
	 */
	public static Refusal badBody(HttpStatusCode status) {
		return new Refusal(status, "Invalid request content.");
	}

	/**
	 * 408 (RFC 9110 section 15.5.9).
	 */
	public static Refusal bodyTooSlow() {
		return new Refusal(HttpStatus.REQUEST_TIMEOUT, "The body did not arrive in time.");
	}

	/**
	 * 503 with {@code Retry-After} (RFC 9110 sections 15.6.4 and 10.2.3).
	 */
	public static Refusal tooManyBodies() {
		return busy("Too many request bodies are on their way.");
	}

	/**
	 * 503 with {@code Retry-After} (RFC 9110 sections 15.6.4 and 10.2.3).
	 */
	public static Refusal tooManyRequests() {
		return busy("Too many requests are being answered.");
	}

	private static Refusal busy(String detail) {
		Refusal refusal = new Refusal(HttpStatus.SERVICE_UNAVAILABLE, detail);
		refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return refusal;
	}

	/**
	 * 503 (RFC 9110 section 15.6.4).
	 */
	public static Refusal answerTooSlow() {
		return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, "There was no answer in time.", true);
	}

	boolean isTimeoutOfHandler() {
		return this.timeoutOfHandler;
	}

}
