package io.appinfra.net.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration.MainMethod;

/**
 * Calls main methods as the {@code java} command does: static or not, public or not, with
 * or without arguments.
 */
final class MainMethods {

	private MainMethods() {
	}

	/**
	 * Call a main method.
	 * @param main the main method
	 * @throws Throwable what the method throws, or if there is none
	 */
	static void invoke(MainMethod main) throws Throwable {
		Class<?> type = Class.forName(main.type());
		Method method = find(type);
		Object target = Modifier.isStatic(method.getModifiers()) ? null : instantiate(type);
		Object[] arguments = (method.getParameterCount() > 0) ? new Object[] { main.arguments().toArray(String[]::new) }
				: new Object[0];
		method.setAccessible(true);
		try {
			method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Find the main method of a class. One with arguments comes before one without, in
	 * the class itself or where it has it from.
	 */
	private static Method find(Class<?> type) throws NoSuchMethodException {
		Method method = declared(type, String[].class);
		method = (method != null) ? method : declared(type);
		if (method == null) {
			throw new NoSuchMethodException("There is no main method in " + type.getName());
		}
		return method;
	}

	private static @Nullable Method declared(Class<?> type, Class<?>... parameters) {
		for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
			Method found = Stream.concat(Stream.of(declaring), Stream.of(declaring.getInterfaces()))
				.flatMap((candidate) -> Stream.of(candidate.getDeclaredMethods()))
				.filter((method) -> method.getName().equals("main") && method.getReturnType() == void.class)
				.filter((method) -> Arrays.equals(method.getParameterTypes(), parameters))
				.filter((method) -> !Modifier.isPrivate(method.getModifiers()))
				.findFirst()
				.orElse(null);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static Object instantiate(Class<?> type) throws ReflectiveOperationException {
		Constructor<?> constructor = type.getDeclaredConstructor();
		constructor.setAccessible(true);
		return constructor.newInstance();
	}

}
