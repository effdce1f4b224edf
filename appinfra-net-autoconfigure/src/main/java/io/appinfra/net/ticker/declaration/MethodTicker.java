package io.appinfra.net.ticker.declaration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ReflectionUtils;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * A ticker that is a method of a bean.
 */
final class MethodTicker implements Ticker {

	/**
	 * What Kotlin's compiler adds to the parameters of a suspend function.
	 */
	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	private final Object bean;

	private final Method method;

	/**
	 * Create a ticker.
	 * @param bean the bean, a proxy perhaps
	 * @param method the method of the bean's class
	 * @throws IllegalStateException if the method cannot be called through the proxy
	 */
	MethodTicker(Object bean, Method method) {
		this.bean = bean;
		this.method = AopUtils.selectInvocableMethod(method, bean.getClass());
		ReflectionUtils.makeAccessible(this.method);
	}

	/**
	 * Return why a method cannot tick.
	 * @param method the method
	 * @return why, or {@code null} if it can
	 */
	static @Nullable String problem(Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0 && parameters[parameters.length - 1].getName().equals(CONTINUATION)) {
			return "is a suspend function, whose work can go on after the tick: call what suspends in runBlocking, and do not suspend";
		}
		if (parameters.length > 1 || (parameters.length == 1 && parameters[0] != TickContext.class)) {
			return "takes arguments that nobody has: a method with @Tick takes nothing, or a TickContext";
		}
		if (isAsynchronous(method.getReturnType())) {
			return "returns a %s, so that its work goes on after the tick: wait for the result in the method, and return nothing"
				.formatted(method.getReturnType().getSimpleName());
		}
		return null;
	}

	private static boolean isAsynchronous(Class<?> type) {
		return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	@Override
	public void tick(TickContext tick) throws Exception {
		try {
			this.method.invoke(this.bean,
					(this.method.getParameterCount() == 0) ? new Object[0] : new Object[] { tick });
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
		}
	}

}
