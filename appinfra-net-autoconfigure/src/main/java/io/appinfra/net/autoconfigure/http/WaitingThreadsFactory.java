package io.appinfra.net.autoconfigure.http;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.appinfra.net.http.limits.WaitingThreads;

/**
 * Bounds the threads that wait for request bodies by how many threads the web server has.
 * Tomcat has as many virtual threads as it has requests. Jetty has so many and no more,
 * virtual or not.
 */
final class WaitingThreadsFactory {

	/**
	 * How many threads Tomcat and Jetty have by default.
	 */
	private static final int DEFAULT_THREADS = 200;

	private static final boolean TOMCAT_PRESENT = ClassUtils.isPresent("org.apache.catalina.startup.Tomcat",
			WaitingThreadsFactory.class.getClassLoader());

	private WaitingThreadsFactory() {
	}

	static WaitingThreads create(Environment environment, @Nullable Integer max) {
		boolean endless = TOMCAT_PRESENT && Threading.VIRTUAL.isActive(environment);
		if (endless || (max != null && max < 0)) {
			return WaitingThreads.unbounded();
		}
		return WaitingThreads.atMost((max != null) ? max : Math.max(1, threads(environment) / 2));
	}

	private static int threads(Environment environment) {
		String property = TOMCAT_PRESENT ? "server.tomcat.threads.max" : "server.jetty.threads.max";
		return environment.getProperty(property, Integer.class, DEFAULT_THREADS);
	}

}
