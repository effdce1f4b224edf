package io.appinfra.net.state.view;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/**
 * Refuses types that do not say what is in them: a value would be read back as a map or a
 * list of maps.
 */
final class CompleteTypes {

	private CompleteTypes() {
	}

	static void check(String map, Type type) {
		if (!isComplete(type)) {
			throw new IllegalArgumentException(("Shared map '%s' cannot have values of the type %s, which does not say "
					+ "what its type parameters are: values would be read back as something else. "
					+ "Use map(\"%1$s\", new ParameterizedTypeReference<…>() {}) with all of them.")
				.formatted(map, type.getTypeName()));
		}
	}

	private static boolean isComplete(Type type) {
		if (type instanceof Class<?> plain) {
			return plain.isArray() ? isComplete(plain.getComponentType()) : plain.getTypeParameters().length == 0;
		}
		if (type instanceof ParameterizedType parameterized) {
			return Arrays.stream(parameterized.getActualTypeArguments()).allMatch(CompleteTypes::isComplete);
		}
		if (type instanceof WildcardType wildcard) {
			return Arrays.stream(wildcard.getUpperBounds()).allMatch(CompleteTypes::isComplete);
		}
		return type instanceof GenericArrayType array && isComplete(array.getGenericComponentType());
	}

}
