package io.appinfra.net.http.limits;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.zip.ZipException;

import io.appinfra.net.http.error.ClientGone;
import io.appinfra.net.http.error.ContainerRefusals;
import io.appinfra.net.http.error.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Reads the body of one request within the limits of the handler: so many bytes, in so
 * much time. The time counts while a thread waits for the client, not while the handler
 * is busy. Used by one thread at a time.
 */
final class BodyReader {

	/**
	 * How long a thread waits for a body, however slowly it comes.
	 */
	static final Duration GRACE = Duration.ofSeconds(5);

	private static final Duration UNTIL_ENDED_AGAIN = Duration.ofMillis(100);

	private final HandlerLimits limits;

	private final BodySource source;

	private final Deadlines deadlines;

	private final WaitingThreads threads;

	private final long announced;

	private volatile long waitedNanos;

	private volatile @Nullable Wait wait;

	private long counted;

	private boolean finished;

	private boolean failed;

	BodyReader(HttpServletRequest request, HandlerLimits limits, Deadlines deadlines, WaitingThreads threads) {
		this.limits = limits;
		this.source = BodySource.of(request);
		this.deadlines = deadlines;
		this.threads = threads;
		this.announced = request.getContentLengthLong();
	}

	/**
	 * Read some bytes.
	 * @param available how many bytes can be read without waiting
	 * @return how many bytes were read, or -1 at the end
	 */
	int readBytes(int available, BodyRead<Integer, RuntimeException> read) throws IOException {
		boolean waits = !this.finished && (this.announced == -1 || available == 0);
		int count = waits ? waitFor(read) : attempt(read);
		count(count);
		return count;
	}

	/**
	 * Note that some bytes were read without waiting for them.
	 */
	void count(int bytes) {
		this.counted += Math.max(bytes, 0);
		this.finished = bytes == -1 || this.counted == this.announced;
		checkSize(this.counted);
	}

	/**
	 * Have the web server read the whole body.
	 */
	<T extends @Nullable Object, E extends Exception> T readAll(BodyRead<T, E> read) throws IOException, E {
		T result = readByServer(read);
		long received = this.source.received();
		this.finished = this.finished || received > 0;
		checkSize(received);
		return result;
	}

	private <T extends @Nullable Object, E extends Exception> T readByServer(BodyRead<T, E> read)
			throws IOException, E {
		try {
			return isThere() ? attempt(read) : waitFor(read);
		}
		catch (Refusal refusal) {
			throw refusal;
		}
		catch (Exception ex) {
			if (ContainerRefusals.isFailureOfServer(ex)) {
				throw ex;
			}
			throw Refusal.badBody(HttpStatus.BAD_REQUEST);
		}
	}

	/**
	 * Return whether the rest of the body can be read without waiting for it.
	 */
	boolean isThere() {
		return this.finished || (this.announced != -1 && this.source.available() >= this.announced - this.counted);
	}

	boolean hasFailed() {
		return this.failed;
	}

	BodySource source() {
		return this.source;
	}

	private void checkSize(long size) {
		if (!this.limits.allowsBodyOf(size)) {
			throw Refusal.bodyTooLarge(this.limits.maxBodySize());
		}
	}

	private <T extends @Nullable Object, E extends Exception> T waitFor(BodyRead<T, E> read) throws IOException, E {
		Wait wait = new Wait();
		if (!this.threads.tryEnter(wait)) {
			this.failed = true;
			throw Refusal.tooManyBodies();
		}
		this.wait = wait;
		try {
			wait.begin();
			T result = attempt(read);
			wait.end();
			return result;
		}
		catch (Exception ex) {
			wait.end();
			throw ex;
		}
		finally {
			this.threads.leave(wait);
		}
	}

	private <T extends @Nullable Object, E extends Exception> T attempt(BodyRead<T, E> read) throws IOException, E {
		try {
			return read.read();
		}
		catch (Exception ex) {
			this.failed = true;
			this.source.takeBackAnswer();
			Refusal refusal = refusal(ex);
			if (refusal != null) {
				throw refusal;
			}
			throw ex;
		}
	}

	/**
	 * Return what the client is answered where the failure is its doing.
	 */
	private static @Nullable Refusal refusal(Exception failure) {
		HttpStatusCode status = ContainerRefusals.statusOf(failure);
		if (status != null) {
			return Refusal.badBody(status);
		}
		if (ContainerRefusals.isTimeout(failure)) {
			return Refusal.bodyTooSlow();
		}
		if (failure instanceof ZipException) {
			return Refusal.badBody(HttpStatus.BAD_REQUEST);
		}
		return ClientGone.isCauseOf(failure) ? Refusal.bodyIncomplete() : null;
	}

	/**
	 * Return how long threads have waited for the body, in nanoseconds. Called by any
	 * thread.
	 */
	long waitedNanos() {
		Wait wait = this.wait;
		return (wait != null) ? wait.nanos() : this.waitedNanos;
	}

	/**
	 * Return how long a thread may wait for the body in all, given what has arrived.
	 */
	private long allowedNanos() {
		long received = (this.source.received() != -1) ? this.source.received() : this.counted;
		long allowed = (this.limits.readTimeout() != null) ? this.limits.readTimeout().toNanos() : Long.MAX_VALUE;
		if (this.limits.minBodyRate() != null) {
			double seconds = (double) received / this.limits.minBodyRate().toBytes();
			allowed = Math.min(allowed, Math.max(GRACE.toNanos(), (long) (seconds * 1e9)));
		}
		return allowed;
	}

	/**
	 * A thread that waits for bytes, until they come or it has waited for too long.
	 */
	private final class Wait implements Runnable, WaitingThreads.Waiter {

		private final Thread thread = Thread.currentThread();

		private final long waitedBefore = BodyReader.this.waitedNanos;

		private final long start = System.nanoTime();

		private @Nullable Future<?> deadline;

		private boolean over;

		private @Nullable Refusal refusal;

		private int ended;

		@Override
		public long nanos() {
			return this.waitedBefore + System.nanoTime() - this.start;
		}

		synchronized void begin() {
			long allowed = allowedNanos();
			if (allowed != Long.MAX_VALUE) {
				this.deadline = BodyReader.this.deadlines.schedule(Duration.ofNanos(Math.max(0, allowed - nanos())),
						this);
			}
		}

		@Override
		public synchronized void run() {
			if (this.over) {
				return;
			}
			if (this.refusal != null) {
				endReading();
			}
			else if (nanos() < allowedNanos()) {
				begin();
			}
			else {
				endBecause(Refusal.bodyTooSlow());
			}
		}

		@Override
		public synchronized boolean giveWay() {
			if (this.over || this.refusal != null) {
				return false;
			}
			endBecause(Refusal.tooManyBodies());
			return true;
		}

		private void endBecause(Refusal refusal) {
			if (this.refusal == null) {
				this.refusal = refusal;
				endReading();
			}
		}

		/**
		 * End the reading, again and again while the web server goes on with it.
		 */
		private void endReading() {
			BodyReader.this.source.end(this.thread, this.ended++);
			this.deadline = BodyReader.this.deadlines.schedule(UNTIL_ENDED_AGAIN, this);
		}

		/**
		 * End the wait, whatever has come of it.
		 * @throws Refusal if somebody else has ended it
		 */
		synchronized void end() {
			if (!this.over) {
				this.over = true;
				BodyReader.this.waitedNanos = nanos();
				BodyReader.this.wait = null;
				if (this.deadline != null) {
					this.deadline.cancel(false);
				}
			}
			if (this.refusal != null) {
				BodyReader.this.failed = true;
				Thread.interrupted();
				throw this.refusal;
			}
		}

	}

}
