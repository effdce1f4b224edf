package io.appinfra.net;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Makes threads that have nothing of the thread that asks for one, which may be that of a
 * request: neither its inheritable thread locals nor its context class loader.
 */
public final class DetachedThreads implements ThreadFactory {

	private final AtomicLong count = new AtomicLong();

	private final String prefix;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Create a factory of daemons, whose threads have the class loader of the current
	 * thread's context.
	 * @param prefix what their names begin with, before a number
	 */
	public DetachedThreads(String prefix) {
		this.prefix = prefix;
		this.classLoader = Thread.currentThread().getContextClassLoader();
	}

	@Override
	public Thread newThread(Runnable task) {
		Thread thread = detached(this.prefix + this.count.incrementAndGet(), task);
		thread.setDaemon(true);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	private static Thread detached(String name, Runnable task) {
		return new Thread(null, task, name, 0, false);
	}

	/**
	 * Return a daemon that has not started, which does not keep the process alive.
	 * @param name its name
	 * @param task what it runs
	 * @return the thread, with the class loader that loaded this class
	 */
	public static Thread daemon(String name, Runnable task) {
		Thread thread = detached(name, task);
		thread.setDaemon(true);
		thread.setContextClassLoader(DetachedThreads.class.getClassLoader());
		return thread;
	}

	/**
	 * Return a thread that has not started, and keeps the process alive until it ends.
	 * @param name its name
	 * @param task what it runs
	 * @return the thread, with the class loader that loaded this class
	 */
	public static Thread keepingAlive(String name, Runnable task) {
		Thread thread = daemon(name, task);
		thread.setDaemon(false);
		return thread;
	}

	/**
	 * Wait until threads have ended, so that a container that stops the application finds
	 * none of them. An interrupt ends the wait, and stays.
	 * @param threads the threads; the current one is not waited for
	 * @param timeout how long to wait for each at most
	 */
	public static void awaitEnd(Collection<Thread> threads, Duration timeout) {
		try {
			for (Thread thread : threads) {
				if (thread != Thread.currentThread()) {
					thread.join(timeout.toMillis());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
