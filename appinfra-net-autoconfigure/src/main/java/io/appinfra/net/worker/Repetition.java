package io.appinfra.net.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.appinfra.net.DetachedThreads;

/**
 * Does something at intervals until the worker has stopped.
 */
final class Repetition {

	private Repetition() {
	}

	/**
	 * Begin, in a thread of its own.
	 * @param thread the name of the thread
	 * @param interval how long to wait before each time, the first included
	 * @param stopped ends it
	 * @param task what to do
	 */
	static void start(String thread, Duration interval, CountDownLatch stopped, Runnable task) {
		DetachedThreads.daemon(thread, () -> run(interval, stopped, task)).start();
	}

	private static void run(Duration interval, CountDownLatch stopped, Runnable task) {
		try {
			while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
				task.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
