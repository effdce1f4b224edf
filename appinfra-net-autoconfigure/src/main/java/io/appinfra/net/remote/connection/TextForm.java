package io.appinfra.net.remote.connection;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Values that their text can be made into again, by a constructor or a static method of
 * their class.
 */
final class TextForm {

	private TextForm() {
	}

	/**
	 * Return whether a value can be had from its text.
	 * @param value the value
	 * @return whether the same value comes of it
	 */
	static boolean has(Object value) {
		try {
			return value.equals(parse(value.getClass(), value.toString()));
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Make a value of its text.
	 * @param type the class of the value
	 * @param text its text
	 * @return the value, {@code null} if its class has no way to make one
	 * @throws ReflectiveOperationException if it cannot be made
	 */
	static @Nullable Object parse(Class<?> type, String text) throws ReflectiveOperationException {
		if (Stream.of(type.getConstructors())
			.anyMatch((constructor) -> constructor.getParameterCount() == 1
					&& constructor.getParameterTypes()[0] == String.class)) {
			return type.getConstructor(String.class).newInstance(text);
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isFactory(method, type)) {
				return method.invoke(null, text);
			}
		}
		return null;
	}

	private static boolean isFactory(Method method, Class<?> type) {
		return Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers())
				&& method.getReturnType() == type && method.getParameterCount() == 1
				&& method.getParameterTypes()[0].isAssignableFrom(String.class)
				&& method.getParameterTypes()[0] != Object.class;
	}

}
