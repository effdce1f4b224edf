package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.WebUtils;

import io.appinfra.net.http.error.Refusal;

/**
 * Interrupts the thread of a handler that takes too long for its answer. The interrupt
 * never reaches what the thread does afterwards.
 */
public final class TimeLimit implements HandlerFunction<ServerResponse> {

	private final HandlerFunction<ServerResponse> function;

	private final Duration timeout;

	private final Deadlines deadlines;

	/**
	 * Limit the time of a handler.
	 * @param function the handler
	 * @param timeout how long it may take
	 * @param deadlines interrupts it
	 */
	public TimeLimit(HandlerFunction<ServerResponse> function, Duration timeout, Deadlines deadlines) {
		this.function = function;
		this.timeout = timeout;
		this.deadlines = deadlines;
	}

	@Override
	public ServerResponse handle(ServerRequest request) throws Exception {
		Interruption interruption = new Interruption(Thread.currentThread(),
				WebUtils.getNativeRequest(request.servletRequest(), LimitedRequest.class));
		interruption.schedule(this.timeout);
		ServerResponse answer;
		try {
			answer = this.function.handle(request);
		}
		catch (Throwable ex) {
			interruption.end(ex);
			throw ex;
		}
		interruption.end();
		return answer;
	}

	private final class Interruption implements Runnable {

		private final Thread thread;

		private final @Nullable LimitedRequest request;

		private final long start = System.nanoTime();

		private @Nullable Future<?> deadline;

		private Phase phase = Phase.RUNNING;

		Interruption(Thread thread, @Nullable LimitedRequest request) {
			this.thread = thread;
			this.request = request;
		}

		synchronized void schedule(Duration delay) {
			this.deadline = TimeLimit.this.deadlines.schedule(delay, this);
		}

		@Override
		public synchronized void run() {
			if (this.phase != Phase.RUNNING) {
				return;
			}
			Duration left = TimeLimit.this.timeout.minus(spent());
			if (left.compareTo(Duration.ZERO) > 0) {
				schedule(left);
			}
			else {
				this.phase = Phase.INTERRUPTED;
				this.thread.interrupt();
			}
		}

		/**
		 * Return the time that the handler has had, without that in which it waited for
		 * the body.
		 */
		private Duration spent() {
			long waited = (this.request != null) ? this.request.body().waitedNanos() : 0;
			return Duration.ofNanos(System.nanoTime() - this.start - waited);
		}

		synchronized void end() {
			boolean interrupted = this.phase == Phase.INTERRUPTED;
			this.phase = Phase.ENDED;
			if (this.deadline != null) {
				this.deadline.cancel(false);
			}
			if (interrupted) {
				Thread.interrupted();
				throw Refusal.answerTooSlow();
			}
		}

		void end(Throwable failure) {
			try {
				end();
			}
			catch (Refusal ex) {
				ex.addSuppressed(failure);
				throw ex;
			}
		}

		private enum Phase {

			RUNNING, INTERRUPTED, ENDED

		}

	}

}
