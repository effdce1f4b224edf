package io.appinfra.net.http;

import java.time.Duration;
import java.util.concurrent.Future;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Interrupts the thread of a handler that takes too long for its answer. The interrupt
 * never reaches what the thread does afterwards.
 */
final class TimeLimit implements HandlerFunction<ServerResponse> {

	private final HandlerFunction<ServerResponse> function;

	private final Duration timeout;

	private final Deadlines deadlines;

	TimeLimit(HandlerFunction<ServerResponse> function, Duration timeout, Deadlines deadlines) {
		this.function = function;
		this.timeout = timeout;
		this.deadlines = deadlines;
	}

	@Override
	public ServerResponse handle(ServerRequest request) throws Exception {
		Interruption interruption = new Interruption(Thread.currentThread());
		Future<?> deadline = this.deadlines.schedule(this.timeout, interruption);
		try {
			ServerResponse answer = this.function.handle(request);
			interruption.end();
			return answer;
		}
		catch (Throwable ex) {
			interruption.end(ex);
			throw ex;
		}
		finally {
			deadline.cancel(false);
		}
	}

	private static final class Interruption implements Runnable {

		private final Thread thread;

		private boolean ended;

		private boolean interrupted;

		Interruption(Thread thread) {
			this.thread = thread;
		}

		@Override
		public synchronized void run() {
			if (!this.ended) {
				this.interrupted = true;
				this.thread.interrupt();
			}
		}

		synchronized void end() {
			this.ended = true;
			if (this.interrupted) {
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

	}

}
