package io.appinfra.net.channel;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages: texts, and records whose components are written in their
 * order. Both ends have the same classes, so no names are needed.
 * <p>
 * A component is of a {@link SimpleType}, a record, a list, a map with texts as keys, or
 * an {@link Object} that is a text, an integer, a number, a boolean, a {@link TypedText},
 * or a list or map of such.
 */
final class MessageCodec {

	private static final int MAX_DEPTH = 500;

	private static final List<Class<?>> DYNAMIC = List.of(String.class, Integer.class, Long.class, Double.class,
			Boolean.class, List.class, Map.class, TypedText.class);

	private static final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

	private MessageCodec() {
	}

	static byte[] write(Object message) {
		BodyWriter out = new BodyWriter();
		write(out, message.getClass(), message, 0);
		return out.toBody();
	}

	static <T> T read(byte[] body, Class<T> type) throws ProtocolException {
		BodyReader in = new BodyReader(body);
		try {
			T message = type.cast(read(in, type, 0));
			check(message != null && !in.hasMore(), "The body does not end with the message");
			return message;
		}
		catch (RuntimeException ex) {
			throw new ProtocolException("No valid " + type.getSimpleName(), ex);
		}
	}

	private static void write(BodyWriter out, Type type, @Nullable Object value, int depth) {
		check(depth < MAX_DEPTH, "A message is nested too deeply");
		out.put((value != null) ? 1 : 0);
		if (value == null) {
			return;
		}
		if (type == Object.class) {
			writeDynamic(out, value, depth);
		}
		else if (value instanceof Record message) {
			writeRecord(out, message, depth);
		}
		else if (value instanceof List<?> list) {
			out.putInt(list.size());
			list.forEach((element) -> write(out, argument(type, 0), element, depth + 1));
		}
		else if (value instanceof Map<?, ?> map) {
			out.putInt(map.size());
			map.forEach((key, element) -> write(out.putString((String) key), argument(type, 1), element, depth + 1));
		}
		else {
			SimpleType.write(out, value);
		}
	}

	private static void writeDynamic(BodyWriter out, Object value, int depth) {
		Class<?> type = DYNAMIC.stream()
			.filter((candidate) -> candidate.isInstance(value))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No message can hold a " + value.getClass()));
		write(out.put(DYNAMIC.indexOf(type)), type, value, depth + 1);
	}

	private static void writeRecord(BodyWriter out, Record message, int depth) {
		Shape shape = Shape.of(message.getClass());
		for (int i = 0; i < shape.types.length; i++) {
			write(out, shape.types[i], shape.component(message, i), depth + 1);
		}
	}

	private static @Nullable Object read(BodyReader in, Type type, int depth) {
		check(depth < MAX_DEPTH, "A message is nested too deeply");
		if (in.get() == 0) {
			return null;
		}
		if (type == Object.class) {
			return read(in, DYNAMIC.get(in.get()), depth + 1);
		}
		Class<?> raw = (Class<?>) ((type instanceof ParameterizedType generic) ? generic.getRawType() : type);
		if (raw.isRecord()) {
			return readRecord(in, raw, depth);
		}
		if (raw == List.class) {
			return readList(in, argument(type, 0), depth);
		}
		return (raw == Map.class) ? readMap(in, argument(type, 1), depth) : SimpleType.read(in, raw);
	}

	private static Object readRecord(BodyReader in, Class<?> type, int depth) {
		Shape shape = Shape.of(type);
		Object[] components = new Object[shape.types.length];
		for (int i = 0; i < components.length; i++) {
			components[i] = read(in, shape.types[i], depth + 1);
		}
		return shape.create(components);
	}

	private static List<@Nullable Object> readList(BodyReader in, Type elements, int depth) {
		int size = in.getInt();
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(read(in, elements, depth + 1));
		}
		return list;
	}

	private static Map<String, @Nullable Object> readMap(BodyReader in, Type values, int depth) {
		int size = in.getInt();
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			map.put(in.getString(), read(in, values, depth + 1));
		}
		return map;
	}

	private static void check(boolean valid, String otherwise) {
		if (!valid) {
			throw new IllegalArgumentException(otherwise);
		}
	}

	/**
	 * Return a type argument. A list or map that is an {@link Object} has elements that
	 * are.
	 */
	private static Type argument(Type type, int index) {
		return (type instanceof ParameterizedType generic) ? generic.getActualTypeArguments()[index] : Object.class;
	}

	/**
	 * What a record is made of.
	 *
	 * @param constructor its canonical constructor
	 * @param accessors the methods that return its components
	 * @param types the types of its components
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Shape(Constructor<?> constructor, Method[] accessors, Type[] types) {

		static Shape of(Class<?> type) {
			return shapes.computeIfAbsent(type, Shape::find);
		}

		private static Shape find(Class<?> type) {
			RecordComponent[] components = type.getRecordComponents();
			Class<?>[] parameters = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			try {
				return new Shape(type.getDeclaredConstructor(parameters),
						Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new),
						Stream.of(components).map(RecordComponent::getGenericType).toArray(Type[]::new));
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Nullable Object component(Record message, int index) {
			try {
				return this.accessors[index].invoke(message);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

		Object create(@Nullable Object[] components) {
			try {
				return this.constructor.newInstance(components);
			}
			catch (InvocationTargetException ex) {
				throw new IllegalArgumentException("A component is not valid", ex.getCause());
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
