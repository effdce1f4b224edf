package io.appinfra.net.state.json;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.StdDateFormat;

import org.springframework.util.function.SingletonSupplier;

import io.appinfra.net.state.StateCodec;

/**
 * A {@link StateCodec} that writes and reads values as the application's
 * {@link JsonMapper} does, except for settings with which a value would not be read back
 * as it was.
 */
public final class JacksonStateCodec implements StateCodec {

	private final SingletonSupplier<JsonMapper> mapper;

	private final Map<Type, ObjectWriter> writers = new ConcurrentHashMap<>();

	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	private final Map<Type, Boolean> faithful = new ConcurrentHashMap<>();

	/**
	 * Create a codec.
	 * @param mapper returns the application's mapper, and is called when the first value
	 * is written or read: a worker that shares none needs none
	 */
	public JacksonStateCodec(Supplier<JsonMapper> mapper) {
		this.mapper = SingletonSupplier.of(() -> lossless(mapper.get()));
	}

	private static JsonMapper lossless(JsonMapper mapper) {
		JsonInclude.Include always = JsonInclude.Include.ALWAYS;
		return mapper.rebuild()
			.changeDefaultPropertyInclusion((inclusion) -> JsonInclude.Value.construct(always, always))
			.defaultDateFormat(new StdDateFormat())
			.changeDefaultNullHandling((nulls) -> JsonSetter.Value.empty())
			.disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
			.disable(SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED,
					SerializationFeature.WRITE_SELF_REFERENCES_AS_NULL)
			.enable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS)
			.disable(DeserializationFeature.UNWRAP_ROOT_VALUE, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
					DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
					DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING,
					EnumFeature.WRITE_ENUMS_USING_INDEX, EnumFeature.WRITE_ENUM_KEYS_USING_INDEX,
					EnumFeature.READ_ENUM_KEYS_USING_INDEX, EnumFeature.WRITE_ENUMS_TO_LOWERCASE,
					EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
					EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
			.enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS, JsonWriteFeature.QUOTE_PROPERTY_NAMES)
			.disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS, DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID, DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE)
			.disable(DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ, DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.build();
	}

	@Override
	public byte[] encode(Object value, Type type) {
		try {
			return this.writers.computeIfAbsent(type, this::writer).writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("JSON cannot be written: " + reason(ex), ex);
		}
	}

	@Override
	public Object decode(byte[] json, Type type) {
		return notNull(read(json, type));
	}

	/**
	 * Return the value itself where its type is faithful. The first value of a type shows
	 * what settings and names of properties do to it.
	 */
	@Override
	public Object readBack(Object value, byte[] json, Type type) {
		Boolean faithful = (json.length <= SimpleTypes.MAX_LENGTH) ? this.faithful.get(type) : Boolean.FALSE;
		if (Boolean.TRUE.equals(faithful)) {
			return value;
		}
		Object copy = decode(json, type);
		if (faithful == null) {
			this.faithful.put(type, copy.equals(value) && new FaithfulTypes(this.mapper.obtain()).contain(type));
		}
		return copy;
	}

	private @Nullable Object read(byte[] json, Type type) {
		try {
			return this.readers.computeIfAbsent(type, this::reader).readValue(json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("JSON cannot be read: " + reason(ex), ex);
		}
	}

	private static Object notNull(@Nullable Object value) {
		if (value == null) {
			throw new IllegalArgumentException("The JSON is null");
		}
		return value;
	}

	private static String reason(JacksonException ex) {
		String path = ex.getPathReference();
		return path.isEmpty() ? ex.getOriginalMessage() : ex.getOriginalMessage() + " (at " + path + ")";
	}

	private ObjectWriter writer(Type type) {
		return this.mapper.obtain().writerFor(javaType(type));
	}

	private ObjectReader reader(Type type) {
		return this.mapper.obtain().readerFor(javaType(type));
	}

	private JavaType javaType(Type type) {
		return this.mapper.obtain().constructType(type);
	}

}
