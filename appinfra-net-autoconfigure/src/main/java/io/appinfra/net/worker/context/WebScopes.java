package io.appinfra.net.worker.context;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Lets beans that tickers need have what a web application injects: the request, the
 * session, and beans of their scopes. A tick has no request, in a worker as in the web
 * process, so what uses them there fails in the same way.
 */
final class WebScopes {

	private static final boolean present = ClassUtils.isPresent("jakarta.servlet.http.HttpSession",
			WebScopes.class.getClassLoader())
			&& ClassUtils.isPresent("org.springframework.web.context.support.WebApplicationContextUtils",
					WebScopes.class.getClassLoader());

	private WebScopes() {
	}

	/**
	 * Register the scopes. Conditions take a bean factory that has them for one with a
	 * web server, so none may be evaluated afterwards.
	 * @param beans the bean factory
	 */
	static void register(DefaultListableBeanFactory beans) {
		if (present) {
			Registration.register(beans);
		}
	}

	/**
	 * Keeps the classes of the web apart.
	 */
	private static final class Registration {

		static void register(DefaultListableBeanFactory beans) {
			WebApplicationContextUtils.registerWebApplicationScopes(beans, null);
			beans.registerScope(WebApplicationContext.SCOPE_APPLICATION, new ApplicationScope(beans));
		}

	}

	/**
	 * Has one instance of each bean, as a web application has.
	 */
	private static final class ApplicationScope implements Scope {

		private final Map<String, Object> instances = new ConcurrentHashMap<>();

		private final DefaultListableBeanFactory beans;

		ApplicationScope(DefaultListableBeanFactory beans) {
			this.beans = beans;
		}

		@Override
		public synchronized Object get(String name, ObjectFactory<?> objectFactory) {
			Object instance = this.instances.get(name);
			if (instance == null) {
				instance = objectFactory.getObject();
				this.instances.put(name, instance);
			}
			return instance;
		}

		@Override
		public @Nullable Object remove(String name) {
			return this.instances.remove(name);
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
			this.beans.registerDisposableBean(getClass().getName() + "." + name, callback::run);
		}

		@Override
		public @Nullable Object resolveContextualObject(String key) {
			return null;
		}

		@Override
		public @Nullable String getConversationId() {
			return null;
		}

	}

}
