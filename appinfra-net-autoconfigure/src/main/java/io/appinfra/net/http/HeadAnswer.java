package io.appinfra.net.http;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.springframework.web.servlet.function.AsyncServerResponse;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The answer to a HEAD request. That of a stream has its header fields, and does not
 * begin the stream: nobody would end it, since nobody reads it.
 */
final class HeadAnswer {

	private static final Set<Class<?>> STREAMS = Set.of(ServerResponse.sse((sse) -> {
	}).getClass(), ServerResponse.ok().stream((stream) -> {
	}).getClass());

	private static final Class<?> COMPLETED = ServerResponse
		.async(CompletableFuture.completedFuture(ServerResponse.noContent().build()))
		.getClass();

	private HeadAnswer() {
	}

	static ServerResponse of(ServerResponse answer) {
		if (answer instanceof AsyncServerResponse async && COMPLETED.isInstance(answer)) {
			return of(async.block());
		}
		if (!STREAMS.contains(answer.getClass())) {
			return answer;
		}
		return ServerResponse.status(answer.statusCode())
			.headers((headers) -> headers.putAll(answer.headers()))
			.cookies((cookies) -> cookies.putAll(answer.cookies()))
			.build();
	}

}
