package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ReflectionUtils;

import io.appinfra.net.ticker.Ticker;

/**
 * Finds methods that return before their work is done, since their calls are passed on to
 * an executor.
 */
final class AsynchronousMethods {

	static final String PROBLEM = "is called asynchronously (@Async), so that its work goes on after the tick:"
			+ " remove that, a tick has a thread of its own";

	private AsynchronousMethods() {
	}

	/**
	 * Return whether a class declares one of the methods of a ticker asynchronous.
	 * @param type the class, {@code null} if it is not known
	 * @param method the method that ticks, {@code null} for those of {@link Ticker}
	 * @return whether it is asynchronous
	 */
	static boolean isDeclared(@Nullable Class<?> type, @Nullable Method method) {
		if (type != null && AnnotatedElementUtils.hasAnnotation(type, Async.class)) {
			return true;
		}
		return Arrays.stream(methods(type, method))
			.anyMatch((called) -> AnnotatedElementUtils.hasAnnotation(called, Async.class));
	}

	/**
	 * Check a bean that ticks, which may be a proxy.
	 * @param name the name of the ticker
	 * @param bean the bean
	 * @param method the method that ticks, {@code null} for those of {@link Ticker}
	 * @throws IllegalStateException if the proxy passes the method on
	 */
	static void check(String name, Object bean, @Nullable Method method) {
		if (bean instanceof Advised proxy) {
			Class<?> type = AopUtils.getTargetClass(bean);
			boolean asynchronous = Arrays.stream(proxy.getAdvisors())
				.filter((advisor) -> advisor.getAdvice() instanceof AsyncExecutionInterceptor)
				.anyMatch((advisor) -> Arrays.stream(methods(type, method))
					.anyMatch((called) -> applies(advisor, called, type)));
			if (asynchronous) {
				throw new IllegalStateException("Ticker '%s' %s".formatted(name, PROBLEM));
			}
		}
	}

	private static boolean applies(Advisor advisor, Method method, Class<?> type) {
		return !(advisor instanceof PointcutAdvisor pointcut) || (pointcut.getPointcut().getClassFilter().matches(type)
				&& pointcut.getPointcut().getMethodMatcher().matches(method, type));
	}

	private static Method[] methods(@Nullable Class<?> type, @Nullable Method method) {
		if (method != null) {
			return new Method[] { method };
		}
		Method[] ofTicker = Ticker.class.getMethods();
		return (type != null) ? Arrays.stream(ofTicker)
			.map((called) -> ReflectionUtils.findMethod(type, called.getName(), called.getParameterTypes()))
			.filter((called) -> called != null)
			.toArray(Method[]::new) : ofTicker;
	}

}
