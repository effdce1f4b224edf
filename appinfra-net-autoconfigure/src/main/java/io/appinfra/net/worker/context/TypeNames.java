package io.appinfra.net.worker.context;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Types that are known by the names, simple or full, of themselves, their superclasses
 * and their interfaces, since their libraries need not be on the class path. Safe for use
 * by many threads.
 */
final class TypeNames {

	private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

	private final Pattern pattern;

	private TypeNames(Pattern pattern) {
		this.pattern = pattern;
	}

	static TypeNames of(String... patterns) {
		return new TypeNames(Pattern.compile(String.join("|", patterns)));
	}

	/**
	 * Return whether a bean is of such a type.
	 * @param bean the bean, or a proxy of it
	 * @return whether it is
	 */
	boolean include(Object bean) {
		return include(bean.getClass());
	}

	/**
	 * Return whether a type is one of these.
	 * @param type the type
	 * @return whether it is
	 */
	boolean include(Class<?> type) {
		Boolean known = this.known.get(type);
		if (known == null) {
			known = isNamed(type) || ClassUtils.getAllInterfacesForClassAsSet(type).stream().anyMatch(this::isNamed);
			this.known.put(type, known);
		}
		return known;
	}

	private boolean isNamed(@Nullable Class<?> type) {
		return type != null && (this.pattern.matcher(type.getSimpleName()).matches()
				|| this.pattern.matcher(type.getName()).matches() || isNamed(type.getSuperclass()));
	}

}
