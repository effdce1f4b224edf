package io.appinfra.net.ticker.local;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls that are decided on with a lock and made without it, one at a time and in the
 * order in which they were added. Safe for use by many threads.
 */
final class OrderedCalls {

	private static final Log logger = LogFactory.getLog(OrderedCalls.class);

	private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();

	private final AtomicInteger added = new AtomicInteger();

	/**
	 * Add a call, which {@link #make} makes.
	 * @param call the call
	 */
	void add(Runnable call) {
		this.calls.add(call);
	}

	/**
	 * Make the calls that have been added, unless another thread is about to.
	 */
	void make() {
		if (this.calls.isEmpty() || this.added.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		do {
			for (Runnable call = this.calls.poll(); call != null; call = this.calls.poll()) {
				make(call);
			}
			seen = this.added.addAndGet(-seen);
		}
		while (seen != 0);
	}

	private static void make(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.error("A listener to tickers fails", ex);
		}
	}

}
