package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

import io.appinfra.net.ticker.Tick;

/**
 * Finds methods with {@link Tick} in the classes of beans. On a {@code @Bean} method the
 * annotation is about the bean.
 */
final class TickMethods {

	private static final Log logger = LogFactory.getLog(TickMethods.class);

	/**
	 * Where nobody uses the annotation, and most beans are.
	 */
	private static final List<String> FRAMEWORK = List.of("org.springframework.boot.", "org.springframework.web.",
			"org.springframework.context.", "org.springframework.http.", "org.springframework.security.",
			"org.springframework.data.", "org.springframework.jdbc.");

	private static final Map<Method, Tick> NONE = Map.of();

	private TickMethods() {
	}

	/**
	 * Find the methods of a class.
	 * @param type the class, {@code null} if it is not known
	 * @return the annotations by their methods
	 */
	static Map<Method, Tick> of(@Nullable Class<?> type) {
		try {
			return (type != null && isCandidate(type)) ? methods(type) : NONE;
		}
		catch (Throwable ex) {
			logger.debug("Class %s cannot be searched for @Tick".formatted(type.getName()), ex);
			return NONE;
		}
	}

	private static boolean isCandidate(Class<?> type) {
		return FRAMEWORK.stream().noneMatch(type.getName()::startsWith)
				&& AnnotationUtils.isCandidateClass(type, Tick.class);
	}

	private static Map<Method, Tick> methods(Class<?> type) {
		Map<Method, Tick> methods = new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
		methods.putAll(MethodIntrospector.selectMethods(type, TickMethods::tick));
		return methods;
	}

	private static @Nullable Tick tick(Method method) {
		Tick tick = AnnotatedElementUtils.findMergedAnnotation(method, Tick.class);
		return (tick != null && !AnnotatedElementUtils.hasAnnotation(method, Bean.class)) ? tick : null;
	}

}
