package io.appinfra.net.http.servlet;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Recognises the kinds of answers that {@link ServerResponse} creates. Their classes are
 * Spring's own, and are known by a sample of each. Where a version of Spring no longer
 * has a class for each kind, none is recognised.
 */
final class SpringAnswers {

	private static final ServerResponse PLAIN = ServerResponse.noContent().build();

	private static final Class<?> ENTITY = EntityResponse.fromObject("").build().getClass();

	private static final Class<?> COMPLETED = ServerResponse.async(CompletableFuture.completedFuture(PLAIN)).getClass();

	private static final Set<Class<?>> STREAMS = Stream.of(ServerResponse.sse((sse) -> {
	}), ServerResponse.ok().stream((stream) -> {
	})).map(Object::getClass).collect(Collectors.toUnmodifiableSet());

	private static final boolean KNOWN = areDistinct();

	private SpringAnswers() {
	}

	private static boolean areDistinct() {
		CompletableFuture<ServerResponse> later = new CompletableFuture<>();
		List<Class<?>> others = Stream
			.of(PLAIN, ServerResponse.async(later), EntityResponse.fromObject(later).build(),
					ServerResponse.ok().render("view"))
			.<Class<?>>map(Object::getClass)
			.toList();
		Set<Class<?>> all = Stream.of(Stream.of(ENTITY, COMPLETED), STREAMS.stream(), others.stream())
			.flatMap((classes) -> classes)
			.collect(Collectors.toSet());
		return STREAMS.size() == 2 && all.size() == 2 + STREAMS.size() + others.size();
	}

	/**
	 * Return whether each kind is recognised.
	 */
	static boolean areKnown() {
		return KNOWN;
	}

	/**
	 * Return whether an answer has a body that is there already.
	 */
	static boolean isCompleteEntity(ServerResponse answer) {
		return KNOWN && answer.getClass() == ENTITY;
	}

	/**
	 * Return whether an answer is asynchronous, and there already.
	 */
	static boolean isCompleted(ServerResponse answer) {
		return KNOWN && answer.getClass() == COMPLETED;
	}

	/**
	 * Return whether an answer is a stream, which begins when it is written.
	 */
	static boolean isStream(ServerResponse answer) {
		return KNOWN && STREAMS.contains(answer.getClass());
	}

}
