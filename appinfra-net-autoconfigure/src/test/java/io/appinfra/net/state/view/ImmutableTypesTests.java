package io.appinfra.net.state.view;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ImmutableTypes}.
 */
class ImmutableTypesTests {

	@ParameterizedTest
	@ValueSource(classes = { String.class, Integer.class, long.class, Boolean.class, BigDecimal.class, UUID.class,
			URI.class, Instant.class, ZonedDateTime.class, ZoneId.class, DayOfWeek.class, Colour.class, Empty.class,
			Price.class, Nested.class, Chain.class })
	void containWhenNobodyCanChangeObjectsIsTrue(Class<?> type) {
		assertThat(ImmutableTypes.contain(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, Number.class, Comparable.class, Date.class, byte[].class, String[].class,
			List.class, Optional.class, Path.class, Clock.class, StringBuilder.class, Tags.class, Deep.class,
			ChainOfDates.class, Box.class, FinalFields.class })
	void containWhenSomebodyMightChangeObjectsIsFalse(Class<?> type) {
		assertThat(ImmutableTypes.contain(type)).isFalse();
	}

	@Test
	void containWhenTypeIsGenericIsFalse() {
		assertThat(ImmutableTypes.contain(type(new ParameterizedTypeReference<List<String>>() {
		}))).isFalse();
		assertThat(ImmutableTypes.contain(type(new ParameterizedTypeReference<Box<String>>() {
		}))).isFalse();
	}

	private static Type type(ParameterizedTypeReference<?> reference) {
		return reference.getType();
	}

	enum Colour {

		RED {
			@Override
			int number() {
				return 1;
			}
		};

		abstract int number();

	}

	record Empty() {

	}

	record Price(String symbol, BigDecimal value, Instant at) {

	}

	record Nested(Price price, Colour colour, int count) {

	}

	record Chain(String name, @Nullable Chain next) {

	}

	record Tags(List<String> tags) {

	}

	record Deep(Nested nested, Tags tags) {

	}

	record ChainOfDates(@Nullable ChainOfDates next, Date date) {

	}

	record Box<T>(T content) {

	}

	static final class FinalFields {

		final String name = "";

	}

}
