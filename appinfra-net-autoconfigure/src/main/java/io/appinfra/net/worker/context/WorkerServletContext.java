package io.appinfra.net.worker.context;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * The servlet context of a process that has no servlets: what it knows of the web
 * application, attributes of its own, and resources of the class path. All else fails.
 */
final class WorkerServletContext {

	private static final String INIT_PARAMETERS = "server.servlet.context-parameters.";

	private final Map<String, Object> attributes = new ConcurrentHashMap<>(
			Map.of(ServletContext.TEMPDIR, new File(System.getProperty("java.io.tmpdir"))));

	private final Environment environment;

	private final ClassLoader classLoader;

	private final String contextPath;

	private WorkerServletContext(Environment environment, ClassLoader classLoader, String contextPath) {
		this.environment = environment;
		this.classLoader = classLoader;
		this.contextPath = contextPath;
	}

	/**
	 * Create a servlet context.
	 * @param environment the environment of the worker
	 * @param classLoader loads the resources
	 * @param contextPath the context path of the web application
	 * @return the servlet context
	 */
	static ServletContext create(Environment environment, ClassLoader classLoader, String contextPath) {
		return (ServletContext) Proxy.newProxyInstance(WorkerServletContext.class.getClassLoader(),
				new Class<?>[] { ServletContext.class },
				new Answers(new WorkerServletContext(environment, classLoader, contextPath)));
	}

	String getContextPath() {
		return this.contextPath;
	}

	String getServletContextName() {
		return this.environment.getProperty("server.servlet.application-display-name", "application");
	}

	String getServerInfo() {
		return "worker";
	}

	ClassLoader getClassLoader() {
		return this.classLoader;
	}

	int getMajorVersion() {
		return 6;
	}

	int getMinorVersion() {
		return 1;
	}

	int getEffectiveMajorVersion() {
		return getMajorVersion();
	}

	int getEffectiveMinorVersion() {
		return getMinorVersion();
	}

	@Nullable String getInitParameter(String name) {
		return this.environment.getProperty(INIT_PARAMETERS + name);
	}

	boolean setInitParameter(String name, String value) {
		return false;
	}

	Enumeration<String> getInitParameterNames() {
		return Collections.emptyEnumeration();
	}

	@Nullable Object getAttribute(String name) {
		return this.attributes.get(name);
	}

	void setAttribute(String name, @Nullable Object value) {
		if (value != null) {
			this.attributes.put(name, value);
		}
		else {
			removeAttribute(name);
		}
	}

	void removeAttribute(String name) {
		this.attributes.remove(name);
	}

	Enumeration<String> getAttributeNames() {
		return Collections.enumeration(this.attributes.keySet());
	}

	@Nullable URL getResource(String path) {
		return this.classLoader.getResource("META-INF/resources" + path);
	}

	@Nullable InputStream getResourceAsStream(String path) throws IOException {
		URL resource = getResource(path);
		return (resource != null) ? resource.openStream() : null;
	}

	@Nullable String getRealPath(String path) {
		return null;
	}

	@Nullable String getMimeType(String file) {
		return URLConnection.guessContentTypeFromName(file);
	}

	/**
	 * Calls the method of the same name, which is how the servlet API can grow.
	 */
	private static final class Answers implements InvocationHandler {

		private final WorkerServletContext context;

		private Answers(WorkerServletContext context) {
			this.context = context;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			return switch (method.getName()) {
				case "equals" -> proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				case "toString" -> "servlet context of a worker";
				default -> call(method, arguments);
			};
		}

		private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
			try {
				return WorkerServletContext.class.getDeclaredMethod(method.getName(), method.getParameterTypes())
					.invoke(this.context, arguments);
			}
			catch (NoSuchMethodException ex) {
				throw new UnsupportedOperationException("A worker has no servlets and nothing of what serves them: "
						+ "ServletContext." + method.getName());
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

	}

}
