package io.appinfra.net.state.json;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Simple types with their extreme values: what is read back as it was written for these,
 * is so for those between.
 */
final class SimpleTypes {

	/**
	 * The longest text that is tried: a mapper can have limits.
	 */
	static final int MAX_LENGTH = 16 * 1024;

	private static final Map<Class<?>, List<?>> EXTREMES = Map.ofEntries(
			Map.entry(String.class,
					List.of("", " ", "null", "1", "\"\\\0\n\u00e9\u20ac\ud83d\ude00", "\udc00\ud800",
							"x".repeat(MAX_LENGTH))),
			Map.entry(Boolean.class, List.of(true, false)),
			Map.entry(Byte.class, List.of(Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE)),
			Map.entry(Short.class, List.of(Short.MIN_VALUE, (short) 0, Short.MAX_VALUE)),
			Map.entry(Integer.class, List.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE)),
			Map.entry(Long.class, List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE)),
			Map.entry(Float.class,
					List.of(Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -Float.MIN_NORMAL,
							Float.MIN_VALUE, -0.0f, 0.1f, Float.MAX_VALUE)),
			Map.entry(Double.class,
					List.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -Double.MIN_NORMAL,
							Double.MIN_VALUE, -0.0, 0.1, Double.MAX_VALUE)),
			Map.entry(Instant.class, List.of(Instant.MIN, Instant.EPOCH, Instant.ofEpochSecond(1, 1), Instant.MAX)),
			Map.entry(Duration.class,
					List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ZERO, Duration.ofNanos(-1),
							Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))),
			Map.entry(LocalDate.class, List.of(LocalDate.MIN, LocalDate.EPOCH, LocalDate.MAX)),
			Map.entry(LocalDateTime.class,
					List.of(LocalDateTime.MIN, LocalDate.EPOCH.atStartOfDay(), LocalDateTime.MAX)),
			Map.entry(UUID.class, List.of(new UUID(0, 0), new UUID(1, 2), new UUID(-1, -1))));

	private SimpleTypes() {
	}

	/**
	 * Return the extreme values of a type; of an enum, all.
	 * @param type the type
	 * @return the values, empty if the type is not simple
	 */
	static List<?> extremes(Class<?> type) {
		return type.isEnum() ? List.of(type.getEnumConstants()) : EXTREMES.getOrDefault(type, List.of());
	}

}
