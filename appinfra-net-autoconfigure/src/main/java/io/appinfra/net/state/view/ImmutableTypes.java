package io.appinfra.net.state.view;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Knows the types whose objects can be handed out to many, as nobody can change them.
 * What is not known to be such a type is not one.
 */
final class ImmutableTypes {

	/**
	 * {@link BigDecimal} and {@link BigInteger} can be extended, but what is read from
	 * JSON is not.
	 */
	private static final Set<Class<?>> KNOWN = Set.of(String.class, Boolean.class, Byte.class, Short.class,
			Integer.class, Long.class, Float.class, Double.class, Character.class, BigDecimal.class, BigInteger.class,
			UUID.class, URI.class, Duration.class, Period.class, Instant.class, LocalDate.class, LocalTime.class,
			LocalDateTime.class, OffsetDateTime.class, OffsetTime.class, ZonedDateTime.class, Year.class,
			YearMonth.class, MonthDay.class, ZoneId.class, ZoneOffset.class);

	private ImmutableTypes() {
	}

	static boolean contain(Type type) {
		return isImmutable(type, new HashSet<>());
	}

	private static boolean isImmutable(Type type, Set<Type> assumed) {
		if (!(type instanceof Class<?> candidate)) {
			return false;
		}
		return candidate.isPrimitive() || candidate.isEnum() || KNOWN.contains(candidate)
				|| candidate.isRecord() && hasImmutableComponents(candidate, assumed);
	}

	/**
	 * A record that is met again inside itself is assumed to be immutable: whether it is
	 * depends on its other components.
	 */
	private static boolean hasImmutableComponents(Class<?> type, Set<Type> assumed) {
		return !assumed.add(type) || Arrays.stream(type.getRecordComponents())
			.map(RecordComponent::getGenericType)
			.allMatch((component) -> isImmutable(component, assumed));
	}

}
