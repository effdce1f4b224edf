package io.appinfra.net.remote.connection;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Makes of {@link SentValues} what they were.
 */
final class ReceivedValues {

	private final ClassLoader classLoader;

	ReceivedValues(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Return a value.
	 * @param sent what was sent of it
	 * @return the value
	 * @throws IllegalStateException if its class is not there, or cannot be made
	 */
	@Nullable Object value(List<?> sent) {
		try {
			return read(sent);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("It cannot be made here: " + ex, ex);
		}
	}

	private @Nullable Object read(List<?> sent) throws ReflectiveOperationException {
		return switch ((String) sent.get(0)) {
			case SentValues.NULL -> null;
			case SentValues.PLAIN -> sent.get(1);
			case SentValues.CHARACTERS -> ((String) sent.get(1)).toCharArray();
			case SentValues.TEXT -> TextForm.parse(type(sent), (String) sent.get(2));
			case SentValues.ENUM -> constant(type(sent), (String) sent.get(2));
			case SentValues.LIST -> elements(sent, new ArrayList<>());
			case SentValues.SET -> elements(sent, new LinkedHashSet<>());
			case SentValues.MAP -> entries(sent);
			case SentValues.RECORD -> record(sent);
			case SentValues.INTERFACE -> proxy(sent);
			default -> throw new IllegalStateException("There is no kind of value '%s'".formatted(sent.get(0)));
		};
	}

	private Class<?> type(List<?> sent) throws ClassNotFoundException {
		return ClassUtils.forName((String) sent.get(1), this.classLoader);
	}

	private static Object constant(Class<?> type, String name) {
		return Stream.of(type.getEnumConstants())
			.filter((constant) -> ((Enum<?>) constant).name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private <C extends Collection<@Nullable Object>> C elements(List<?> sent, C elements)
			throws ReflectiveOperationException {
		for (Object element : sent.subList(1, sent.size())) {
			elements.add(read((List<?>) element));
		}
		return elements;
	}

	private Map<@Nullable Object, @Nullable Object> entries(List<?> sent) throws ReflectiveOperationException {
		Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
		for (int i = 1; i < sent.size(); i += 2) {
			entries.put(read((List<?>) sent.get(i)), read((List<?>) sent.get(i + 1)));
		}
		return entries;
	}

	private Object record(List<?> sent) throws ReflectiveOperationException {
		Class<?> type = type(sent);
		Class<?>[] types = Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
		List<@Nullable Object> components = new ArrayList<>();
		for (Object component : sent.subList(2, sent.size())) {
			components.add(read((List<?>) component));
		}
		Constructor<?> constructor = type.getDeclaredConstructor(types);
		constructor.setAccessible(true);
		return constructor.newInstance(components.toArray());
	}

	private Object proxy(List<?> sent) throws ReflectiveOperationException {
		List<Class<?>> interfaces = new ArrayList<>();
		for (Object name : (List<?>) sent.get(1)) {
			interfaces.add(ClassUtils.forName((String) name, this.classLoader));
		}
		Map<String, @Nullable Object> results = new HashMap<>();
		for (int i = 2; i < sent.size(); i += 2) {
			results.put((String) sent.get(i), read((List<?>) sent.get(i + 1)));
		}
		return Proxy.newProxyInstance(this.classLoader, interfaces.toArray(Class<?>[]::new),
				(proxy, method, args) -> result(interfaces, results, proxy, method, args));
	}

	private static @Nullable Object result(List<Class<?>> interfaces, Map<String, @Nullable Object> results,
			Object proxy, Method method, Object @Nullable [] args) {
		boolean sent = args == null && results.containsKey(method.getName());
		if (sent) {
			return results.get(method.getName());
		}
		return switch (method.getName()) {
			case "equals" -> args != null && proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "%s of the web process".formatted(interfaces.get(0).getSimpleName());
			default -> throw new UnsupportedOperationException("%s%s is not known in a worker"
				.formatted(method.getName(), Arrays.toString(method.getParameterTypes())));
		};
	}

}
