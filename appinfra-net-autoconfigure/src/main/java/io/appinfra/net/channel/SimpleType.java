package io.appinfra.net.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A type of components without components of their own: a primitive number or boolean, a
 * text, an enum, a {@link Duration} or an {@link Instant}.
 *
 * @param <T> the type
 * @param writer writes a value
 * @param reader reads what was written
 */
record SimpleType<T>(BiConsumer<BodyWriter, T> writer, Function<BodyReader, T> reader) {

	private static final Map<Class<?>, SimpleType<?>> TYPES = types();

	private static Map<Class<?>, SimpleType<?>> types() {
		Map<Class<?>, SimpleType<?>> types = new HashMap<>();
		types.put(String.class, new SimpleType<>(BodyWriter::putString, BodyReader::getString));
		types.put(Integer.class, new SimpleType<>(BodyWriter::putInt, BodyReader::getInt));
		types.put(Long.class, new SimpleType<>(BodyWriter::putLong, BodyReader::getLong));
		types.put(Double.class, new SimpleType<>((out, number) -> out.putLong(Double.doubleToRawLongBits(number)),
				(in) -> Double.longBitsToDouble(in.getLong())));
		types.put(Boolean.class, new SimpleType<>((out, bool) -> out.put(bool ? 1 : 0), (in) -> in.get() != 0));
		types.put(Duration.class,
				new SimpleType<>((out, duration) -> out.putLong(duration.getSeconds()).putInt(duration.getNano()),
						(in) -> Duration.ofSeconds(in.getLong(), in.getInt())));
		types.put(Instant.class,
				new SimpleType<>((out, instant) -> out.putLong(instant.getEpochSecond()).putInt(instant.getNano()),
						(in) -> Instant.ofEpochSecond(in.getLong(), in.getInt())));
		types.put(int.class, types.get(Integer.class));
		types.put(long.class, types.get(Long.class));
		types.put(double.class, types.get(Double.class));
		types.put(boolean.class, types.get(Boolean.class));
		return Map.copyOf(types);
	}

	/**
	 * Write a value. An enum is written as the place of its constant.
	 * @throws IllegalArgumentException if its type is another
	 */
	static void write(BodyWriter out, Object value) {
		SimpleType<?> type = TYPES.get(value.getClass());
		if (type != null) {
			type.writeCast(out, value);
		}
		else if (value instanceof Enum<?> constant) {
			out.putInt(constant.ordinal());
		}
		else {
			throw new IllegalArgumentException("No message can hold a " + value.getClass());
		}
	}

	@SuppressWarnings("unchecked")
	private void writeCast(BodyWriter out, Object value) {
		this.writer.accept(out, (T) value);
	}

	/**
	 * Read a value.
	 * @param type its type, one of these
	 */
	static Object read(BodyReader in, Class<?> type) {
		SimpleType<?> known = TYPES.get(type);
		return (known != null) ? known.reader.apply(in) : type.getEnumConstants()[in.getInt()];
	}

}
