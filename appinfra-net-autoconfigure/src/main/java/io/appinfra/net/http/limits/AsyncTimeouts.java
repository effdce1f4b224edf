package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.AsyncServerResponse;
import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * How long an asynchronous answer may take that does not say it itself.
 *
 * @param answer until an answer that is still to come has to be there, {@code null} if it
 * is like any other
 * @param any until any other asynchronous answer has to be complete, {@code null} if the
 * container says so
 */
public record AsyncTimeouts(@Nullable Duration answer, @Nullable Duration any) {

	/**
	 * Return the milliseconds that an answer may take, at least 1, as 0 is no timeout
	 * (Jakarta Servlet 6.1, {@link jakarta.servlet.AsyncContext#setTimeout}).
	 */
	public @Nullable Long of(ServerResponse response) {
		Duration timeout = (this.answer != null && isStillToCome(response)) ? this.answer : this.any;
		return (timeout != null) ? Long.valueOf(Math.max(1, timeout.toMillis())) : null;
	}

	private static boolean isStillToCome(ServerResponse response) {
		return response instanceof AsyncServerResponse
				|| (response instanceof EntityResponse<?> entity && entity.entity() instanceof CompletionStage<?>);
	}

}
