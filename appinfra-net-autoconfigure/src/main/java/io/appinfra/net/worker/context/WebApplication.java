package io.appinfra.net.worker.context;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.ServletContextAwareProcessor;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Makes the context of a worker that of a web application without a web server: what is
 * there on the condition of one can be had by tickers, and is created for nobody else. A
 * tick has no request, in a worker as in the web process, so what uses one there fails in
 * the same way.
 */
final class WebApplication {

	private WebApplication() {
	}

	/**
	 * Register the scopes, by which conditions know a web application, and the servlet
	 * context.
	 * @param context the context of the worker
	 * @param contextPath the context path of the web application
	 */
	static void register(WorkerApplicationContext context, String contextPath) {
		DefaultListableBeanFactory beans = context.getDefaultListableBeanFactory();
		ServletContext servletContext = WorkerServletContext.create(context.getEnvironment(), context.getClassLoader(),
				contextPath);
		beans.addBeanPostProcessor(new ServletContextAwareProcessor(servletContext));
		beans.ignoreDependencyInterface(ServletContextAware.class);
		WebApplicationContextUtils.registerWebApplicationScopes(beans, servletContext);
		beans.registerScope(WebApplicationContext.SCOPE_APPLICATION, new ApplicationScope(beans));
		WebApplicationContextUtils.registerEnvironmentBeans(beans, servletContext);
		WebApplicationContext webContext = webContext(context, servletContext);
		beans.registerResolvableDependency(WebApplicationContext.class, webContext);
		servletContext.setAttribute(WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, webContext);
	}

	private static WebApplicationContext webContext(ApplicationContext context, ServletContext servletContext) {
		return (WebApplicationContext) Proxy.newProxyInstance(WebApplication.class.getClassLoader(),
				new Class<?>[] { WebApplicationContext.class },
				(proxy, method, arguments) -> method.getName().equals("getServletContext") ? servletContext
						: AopUtils.invokeJoinpointUsingReflection(context, method, arguments));
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
