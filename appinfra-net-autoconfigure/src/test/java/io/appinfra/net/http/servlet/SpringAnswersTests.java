package io.appinfra.net.http.servlet;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link SpringAnswers}.
 */
class SpringAnswersTests {

	static Stream<Arguments> answers() {
		ServerResponse plain = ServerResponse.ok().build();
		CompletableFuture<ServerResponse> later = new CompletableFuture<>();
		return Stream.of(arguments(plain, ""), arguments(ServerResponse.notFound().build(), ""),
				arguments(ServerResponse.ok().build((request, response) -> null), ""),
				arguments(ServerResponse.ok().render("view"), ""),
				arguments(ServerResponse.ok().body("text"), "entity"),
				arguments(EntityResponse.fromObject(1).build(), "entity"),
				arguments(ServerResponse.ok().body(CompletableFuture.completedFuture("text")), ""),
				arguments(ServerResponse.async(later), ""),
				arguments(ServerResponse.async(CompletableFuture.completedFuture(plain)), "completed"),
				arguments(ServerResponse.sse((sse) -> {
				}), "stream"), arguments(ServerResponse.ok().stream((stream) -> {
				}), "stream"));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void answerIsRecognised(ServerResponse answer, String kind) {
		SpringAnswers answers = SpringAnswers.CURRENT;
		assertThat(answers.areKnown()).isTrue();
		assertThat(answer.getClass() == answers.completeEntity()).isEqualTo(kind.equals("entity"));
		assertThat(answers.isCompleted(answer)).isEqualTo(kind.equals("completed"));
		assertThat(answers.isStream(answer)).isEqualTo(kind.equals("stream"));
	}

	@Test
	void answerWhenTwoKindsShareClassIsNotRecognised() {
		ServerResponse plain = ServerResponse.noContent().build();
		ServerResponse entity = EntityResponse.fromObject("").build();
		SpringAnswers answers = new SpringAnswers(entity, plain, List.of(plain), List.of());
		assertThat(answers.areKnown()).isFalse();
		assertThat(answers.completeEntity()).isNull();
		assertThat(answers.isCompleted(plain)).isFalse();
		assertThat(answers.isStream(plain)).isFalse();
	}

}
