package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

import io.appinfra.net.ticker.Tick;

/**
 * Keeps methods with {@link Tick}, which are called by reflection.
 */
class TickAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Set<Method> methods = TickMethods.of(ClassUtils.getUserClass(bean.getBeanClass())).keySet();
		if (methods.isEmpty()) {
			return null;
		}
		return (context, code) -> methods
			.forEach((method) -> context.getRuntimeHints().reflection().registerMethod(method, ExecutableMode.INVOKE));
	}

}
