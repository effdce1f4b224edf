package io.appinfra.net.http;

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
record AsyncTimeouts(@Nullable Duration answer, @Nullable Duration any) {

	@Nullable Long of(ServerResponse response) {
		Duration timeout = (this.answer != null && isStillToCome(response)) ? this.answer : this.any;
		return (timeout != null) ? timeout.toMillis() : null;
	}

	private static boolean isStillToCome(ServerResponse response) {
		return response instanceof AsyncServerResponse
				|| (response instanceof EntityResponse<?> entity && entity.entity() instanceof CompletionStage<?>);
	}

}
