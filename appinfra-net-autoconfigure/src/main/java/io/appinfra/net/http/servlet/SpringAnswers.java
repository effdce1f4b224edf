package io.appinfra.net.http.servlet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Recognises the kinds of answers that {@link ServerResponse} creates. Their classes are
 * Spring's own, and are known by a sample of each. Where a version of Spring has no class
 * for each kind, none is recognised.
 */
final class SpringAnswers {

	/**
	 * The answers of the version of Spring that is there.
	 */
	static final SpringAnswers CURRENT = current();

	private final boolean known;

	private final Class<?> entity;

	private final Class<?> completed;

	private final List<? extends Class<?>> streams;

	SpringAnswers(ServerResponse entity, ServerResponse completed, List<ServerResponse> streams,
			List<ServerResponse> others) {
		this.entity = entity.getClass();
		this.completed = completed.getClass();
		this.streams = streams.stream().map(ServerResponse::getClass).toList();
		Stream<ServerResponse> all = Stream.of(List.of(entity, completed), streams, others).flatMap(List::stream);
		this.known = all.map(ServerResponse::getClass).distinct().count() == 2 + streams.size() + others.size();
	}

	private static SpringAnswers current() {
		ServerResponse plain = ServerResponse.noContent().build();
		CompletableFuture<ServerResponse> later = new CompletableFuture<>();
		ServerResponse events = ServerResponse.sse((sse) -> {
		});
		ServerResponse stream = ServerResponse.ok().stream((output) -> {
		});
		return new SpringAnswers(EntityResponse.fromObject("").build(),
				ServerResponse.async(CompletableFuture.completedFuture(plain)), List.of(events, stream),
				List.of(plain, ServerResponse.async(later), EntityResponse.fromObject(later).build(),
						ServerResponse.ok().render("view")));
	}

	/**
	 * Return whether each kind is recognised.
	 */
	boolean areKnown() {
		return this.known;
	}

	/**
	 * Return the class of answers with a body that is there already, or {@code null} if
	 * it is not recognised.
	 */
	@Nullable Class<?> completeEntity() {
		return this.known ? this.entity : null;
	}

	/**
	 * Return whether an answer is asynchronous, and there already.
	 */
	boolean isCompleted(ServerResponse answer) {
		return this.known && answer.getClass() == this.completed;
	}

	/**
	 * Return whether an answer is a stream, which begins when it is written.
	 */
	boolean isStream(ServerResponse answer) {
		return this.known && this.streams.contains(answer.getClass());
	}

}
