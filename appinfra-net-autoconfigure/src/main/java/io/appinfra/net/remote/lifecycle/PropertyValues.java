package io.appinfra.net.remote.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.SimpleTypeConverter;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.io.InputStreamSource;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.CollectionUtils;

import io.appinfra.net.channel.TypedText;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Values of properties in messages: what is no text arrives as what it is, wherever a
 * text can hold it.
 */
public final class PropertyValues {

	private static final String BYTES = "bytes";

	private static final String FILE = "file";

	/**
	 * Types whose values are of types that nobody names.
	 */
	private static final List<Class<?>> NAMED = List.of(TimeZone.class, ZoneId.class, InetAddress.class, Charset.class,
			Path.class);

	private PropertyValues() {
	}

	/**
	 * Return a value in the form that a message can have.
	 * @param value the value
	 * @return the value itself if a message can have it, otherwise something that says it
	 */
	public static @Nullable Object toMessage(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> entries = new LinkedHashMap<>();
			map.forEach((key, entry) -> entries.put(String.valueOf(key), toMessage(entry)));
			return entries;
		}
		if (value instanceof Collection<?> collection) {
			return Arrays.asList(collection.stream().map(PropertyValues::toMessage).toArray());
		}
		if (value instanceof byte[] bytes) {
			return new TypedText(BYTES, Base64.getEncoder().encodeToString(bytes));
		}
		if (value != null && value.getClass().isArray()) {
			return (value instanceof char[] text) ? new String(text) : toMessage(CollectionUtils.arrayToList(value));
		}
		boolean simple = value == null || value instanceof Integer || value instanceof Long || value instanceof Double
				|| value instanceof Boolean || value instanceof String;
		return simple ? value : typed(value);
	}

	private static Object typed(Object value) {
		if (value instanceof CharSequence text) {
			return (value instanceof InputStreamSource source) ? file(text, source) : text.toString();
		}
		Class<?> type = NAMED.stream()
			.filter((candidate) -> candidate.isInstance(value))
			.findFirst()
			.orElse((value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass());
		String text = text(value);
		return isWrittenAs(type, text, value) ? new TypedText(type.getName(), text) : value.toString();
	}

	private static Object file(CharSequence text, InputStreamSource source) {
		try (InputStream content = source.getInputStream()) {
			Base64.Encoder encoder = Base64.getEncoder();
			return new TypedText(FILE, encoder.encodeToString(text.toString().getBytes(UTF_8)) + " "
					+ encoder.encodeToString(content.readAllBytes()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(Object value) {
		if (value instanceof Class<?> type) {
			return type.getName();
		}
		if (value instanceof TimeZone zone) {
			return zone.getID();
		}
		if (value instanceof InetAddress address) {
			return address.getHostAddress();
		}
		return (value instanceof Enum<?> constant) ? constant.name() : value.toString();
	}

	private static boolean isWrittenAs(Class<?> type, String text, Object value) {
		try {
			return Objects.equals(convert(type, text), value);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static @Nullable Object convert(Class<?> type, String text) {
		SimpleTypeConverter converter = new SimpleTypeConverter();
		converter.setConversionService(ApplicationConversionService.getSharedInstance());
		return converter.convertIfNecessary(text, type);
	}

	/**
	 * Return a value that has come in a message.
	 * @param value what {@link #toMessage} has returned
	 * @return the value
	 */
	public static @Nullable Object fromMessage(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
			map.forEach((key, entry) -> entries.put(key, fromMessage(entry)));
			return entries;
		}
		if (value instanceof List<?> list) {
			return Arrays.asList(list.stream().map(PropertyValues::fromMessage).toArray());
		}
		return (value instanceof TypedText typed) ? fromText(typed.type(), typed.text()) : value;
	}

	private static @Nullable Object fromText(String type, String text) {
		return switch (type) {
			case BYTES -> Base64.getDecoder().decode(text);
			case FILE -> {
				String[] parts = text.split(" ", -1);
				Assert.isTrue(parts.length == 2, "A file has a text and a content");
				yield new FileValue(new String(Base64.getDecoder().decode(parts[0]), UTF_8),
						Base64.getDecoder().decode(parts[1]));
			}
			default -> convert(ClassUtils.resolveClassName(type, null), text);
		};
	}

}
