package io.appinfra.net.remote.log;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * Brings what is in a log event into the form and size in which it can be sent.
 */
final class LogValues {

	/**
	 * The longest text that is handed over, in characters.
	 */
	private static final int LONGEST = 64 * 1024;

	/**
	 * The number of causes after which a chain of them is cut.
	 */
	static final int MOST_CAUSES = 100;

	/**
	 * The depth at which markers that contain others are cut.
	 */
	static final int MOST_MARKERS = 10;

	private static final int DEEPEST = 10;

	private LogValues() {
	}

	static String bounded(@Nullable String text) {
		String all = String.valueOf(text);
		return (all.length() > LONGEST) ? all.substring(0, LONGEST) + "… (%d characters in all)".formatted(all.length())
				: all;
	}

	static Map<String, String> context(Map<String, String> context) {
		Map<String, String> bounded = new HashMap<>();
		context.forEach((key, value) -> bounded.put(key, bounded(value)));
		return bounded;
	}

	/**
	 * Return a value that keeps the type of numbers, booleans, texts, and collections,
	 * arrays and maps of them. All else becomes text.
	 * @param value the value
	 * @return the value to send
	 */
	static @Nullable Object plain(@Nullable Object value) {
		return plain(value, 0);
	}

	private static @Nullable Object plain(@Nullable Object value, int depth) {
		if (value == null || value instanceof Integer || value instanceof Long || value instanceof Double
				|| value instanceof Boolean) {
			return value;
		}
		if (value instanceof Byte || value instanceof Short) {
			return ((Number) value).intValue();
		}
		if (value instanceof Float number) {
			return Double.valueOf(number.toString());
		}
		if (value instanceof Collection<?> collection && depth < DEEPEST) {
			return collection.stream().map((element) -> plain(element, depth + 1)).toList();
		}
		if (value instanceof Map<?, ?> map && depth < DEEPEST) {
			Map<String, @Nullable Object> entries = new LinkedHashMap<>();
			map.forEach((key, entry) -> entries.put(String.valueOf(key), plain(entry, depth + 1)));
			return entries;
		}
		if (value.getClass().isArray() && depth < DEEPEST) {
			return plain(CollectionUtils.arrayToList(value), depth);
		}
		return bounded(String.valueOf(value));
	}

	static LogMessage.@Nullable Thrown thrown(@Nullable Throwable throwable) {
		return thrown(throwable, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static LogMessage.@Nullable Thrown thrown(@Nullable Throwable throwable, Set<Throwable> seen) {
		if (throwable == null || seen.size() == MOST_CAUSES || !seen.add(throwable)) {
			return null;
		}
		List<LogMessage.Call> stack = Stream.of(throwable.getStackTrace())
			.map((call) -> new LogMessage.Call(call.getClassName(), call.getMethodName(), call.getFileName(),
					call.getLineNumber()))
			.toList();
		LogMessage.Thrown cause = thrown(throwable.getCause(), seen);
		List<LogMessage.Thrown> suppressed = Stream.of(throwable.getSuppressed())
			.map((other) -> thrown(other, seen))
			.filter(Objects::nonNull)
			.toList();
		String message = (throwable.getMessage() != null) ? bounded(throwable.getMessage()) : null;
		return new LogMessage.Thrown(throwable.getClass().getName(), message, stack, cause, suppressed);
	}

}
