package io.appinfra.net.state.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads of this process that wait for a lock: they look again at once when it may
 * have become free here.
 */
final class LocalWaits {

	private final ReentrantLock mutex = new ReentrantLock();

	private final Map<String, Lock> locks = new HashMap<>();

	private boolean closed;

	/**
	 * Begin to wait for a lock: no wake-up from now on is missed.
	 * @param lock the name of the lock
	 * @return the wait, to be closed by the thread that called
	 */
	Wait begin(String lock) {
		this.mutex.lock();
		try {
			Lock waited = this.locks.computeIfAbsent(lock, Lock::new);
			waited.waits++;
			return new Wait(waited);
		}
		finally {
			this.mutex.unlock();
		}
	}

	void wake(String lock) {
		this.mutex.lock();
		try {
			Lock waited = this.locks.get(lock);
			if (waited != null) {
				waited.wake();
			}
		}
		finally {
			this.mutex.unlock();
		}
	}

	void wakeAll() {
		this.mutex.lock();
		try {
			this.locks.values().forEach(Lock::wake);
		}
		finally {
			this.mutex.unlock();
		}
	}

	void close() {
		this.mutex.lock();
		try {
			this.closed = true;
			wakeAll();
		}
		finally {
			this.mutex.unlock();
		}
	}

	private final class Lock {

		private final String name;

		private final Condition woken = LocalWaits.this.mutex.newCondition();

		private int waits;

		private long wakes;

		private Lock(String name) {
			this.name = name;
		}

		private void wake() {
			this.wakes++;
			this.woken.signalAll();
		}

	}

	/**
	 * One thread that waits for a lock.
	 */
	final class Wait implements AutoCloseable {

		private final Lock lock;

		private long seen;

		private Wait(Lock lock) {
			this.lock = lock;
			this.seen = lock.wakes;
		}

		/**
		 * Wait until the lock may have become free, or some time has passed.
		 * @param nanos how long to wait at most
		 * @return {@code false} if waiting is over, since the store was closed
		 * @throws InterruptedException if the thread is interrupted
		 */
		boolean await(long nanos) throws InterruptedException {
			LocalWaits.this.mutex.lockInterruptibly();
			try {
				if (this.seen == this.lock.wakes && !LocalWaits.this.closed) {
					this.lock.woken.awaitNanos(nanos);
				}
				this.seen = this.lock.wakes;
				return !LocalWaits.this.closed;
			}
			finally {
				LocalWaits.this.mutex.unlock();
			}
		}

		@Override
		public void close() {
			LocalWaits.this.mutex.lock();
			try {
				this.lock.waits--;
				if (this.lock.waits == 0) {
					LocalWaits.this.locks.remove(this.lock.name);
				}
			}
			finally {
				LocalWaits.this.mutex.unlock();
			}
		}

	}

}
