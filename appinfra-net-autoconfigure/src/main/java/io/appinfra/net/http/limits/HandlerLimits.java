package io.appinfra.net.http.limits;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What bounds the requests of one handler. What is {@code null} has no bound, and neither
 * has a time of centuries, which no clock counts in nanoseconds.
 *
 * @param maxBodySize the size of a request body, above which the answer is 413
 * @param maxConcurrent how many requests the handler answers at once, above which the
 * answer is 503, at least 1
 * @param readTimeout how long a thread may wait for a whole request body before the
 * answer is 408, positive
 * @param minBodyRate how much of a request body has to arrive in a second, on average
 * after {@link BodyWait#GRACE some seconds}, or the answer is 408, positive
 * @param timeout how long the handler may take for its answer before it is interrupted
 * and the answer is 503, positive
 */
public record HandlerLimits(@Nullable DataSize maxBodySize, @Nullable Integer maxConcurrent,
		@Nullable Duration readTimeout, @Nullable DataSize minBodyRate, @Nullable Duration timeout) {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	/**
	 * No limits.
	 */
	public static final HandlerLimits NONE = new HandlerLimits(null, null, null, null, null);

	public HandlerLimits {
		readTimeout = bound(readTimeout);
		timeout = bound(timeout);
	}

	private static @Nullable Duration bound(@Nullable Duration time) {
		return (time != null && time.compareTo(LONGEST) < 0) ? time : null;
	}

}
