package io.appinfra.net.remote.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Values as lists of texts, numbers and lists, of which the first element says what the
 * value is.
 */
final class SentValues {

	static final String NULL = "null";

	static final String PLAIN = "plain";

	static final String TEXT = "text";

	static final String CHARACTERS = "characters";

	static final String ENUM = "enum";

	static final String LIST = "list";

	static final String SET = "set";

	static final String MAP = "map";

	static final String RECORD = "record";

	static final String INTERFACE = "interface";

	private static final int DEEPEST = 20;

	private SentValues() {
	}

	/**
	 * Return what the methods of interfaces return that take no argument.
	 * @param bean the object
	 * @param interfaces the interfaces
	 * @return the value
	 * @throws IllegalArgumentException if something cannot be sent
	 */
	static List<Object> ofInterfaces(Object bean, Collection<Class<?>> interfaces) {
		return ofInterfaces(bean, interfaces, 0);
	}

	private static List<Object> ofInterfaces(Object bean, Collection<Class<?>> interfaces, int depth) {
		Assert.isTrue(depth < DEEPEST, "it refers to itself");
		List<Object> value = new ArrayList<>(List.of(INTERFACE, names(interfaces)));
		interfaces.stream()
			.flatMap((type) -> Stream.of(type.getMethods()))
			.filter((method) -> method.getParameterCount() == 0 && method.getReturnType() != void.class
					&& !Modifier.isStatic(method.getModifiers()))
			.forEach((method) -> {
				value.add(method.getName());
				value.add(of(method, bean, depth + 1));
			});
		return value;
	}

	private static List<Object> names(Collection<Class<?>> types) {
		return new ArrayList<>(types.stream().map(Class::getName).toList());
	}

	private static List<Object> of(Method method, Object bean, int depth) {
		try {
			method.setAccessible(true);
			return of(method.invoke(bean), method.getReturnType(), depth);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalArgumentException("%s() fails: %s".formatted(method.getName(), ex.getTargetException()),
					ex);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalArgumentException("%s() cannot be called: %s".formatted(method.getName(), ex), ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("%s(): %s".formatted(method.getName(), ex.getMessage()), ex);
		}
	}

	private static List<Object> of(@Nullable Object value, Class<?> declared, int depth) {
		List<Object> simple = ofSimple(value);
		if (simple != null) {
			return simple;
		}
		if (value instanceof Collection<?> collection) {
			return elements((value instanceof Set) ? SET : LIST, collection, depth);
		}
		if (value instanceof Map<?, ?> map) {
			return elements(MAP,
					map.entrySet().stream().flatMap((entry) -> Stream.of(entry.getKey(), entry.getValue())).toList(),
					depth);
		}
		if (value instanceof Record) {
			return components(value, depth);
		}
		if (TextForm.has(value)) {
			return List.of(TEXT, value.getClass().getName(), value.toString());
		}
		Assert.isTrue(declared.isInterface(),
				() -> "a %s cannot be sent to another process".formatted(value.getClass().getName()));
		return ofInterfaces(value, List.of(declared), depth + 1);
	}

	private static @Nullable List<Object> ofSimple(@Nullable Object value) {
		if (value == null) {
			return List.of(NULL);
		}
		if (value instanceof String || value instanceof Integer || value instanceof Long || value instanceof Double
				|| value instanceof Boolean) {
			return List.of(PLAIN, value);
		}
		if (value instanceof char[] characters) {
			return List.of(CHARACTERS, new String(characters));
		}
		return (value instanceof Enum<?> constant)
				? List.of(ENUM, constant.getDeclaringClass().getName(), constant.name()) : null;
	}

	private static List<Object> elements(String kind, Collection<?> elements, int depth) {
		List<Object> value = new ArrayList<>(List.of(kind));
		elements.forEach((element) -> value.add(of(element, Object.class, depth + 1)));
		return value;
	}

	private static List<Object> components(Object value, int depth) {
		List<Object> components = new ArrayList<>(List.of(RECORD, value.getClass().getName()));
		for (RecordComponent component : value.getClass().getRecordComponents()) {
			components.add(of(component.getAccessor(), value, depth + 1));
		}
		return components;
	}

}
