package io.appinfra.net.state;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

/**
 * Frees locks, once more where the store could not be reached: to free a lock twice does
 * no harm, as its token is not given again.
 */
final class UnfinishedUnlocks {

	private final StateLocks locks;

	private final Queue<Runnable> unfinished = new ConcurrentLinkedQueue<>();

	UnfinishedUnlocks(StateLocks locks) {
		this.locks = locks;
	}

	void unlock(String lock, long fencingToken) {
		run(() -> this.locks.unlock(lock, fencingToken));
	}

	void releaseAll(String owner) {
		run(() -> this.locks.releaseAll(owner));
	}

	private void run(Runnable operation) {
		try {
			operation.run();
		}
		catch (StateUnavailableException ex) {
			this.unfinished.add(operation);
		}
		catch (ServerShutdownException ex) {
			// A store that is closed holds no lock
		}
	}

	/**
	 * Try again what did not succeed.
	 */
	void retry() {
		int count = this.unfinished.size();
		for (int i = 0; i < count; i++) {
			Runnable operation = this.unfinished.poll();
			if (operation != null) {
				run(operation);
			}
		}
	}

}
