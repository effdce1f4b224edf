package io.appinfra.net.ticker.local;

/**
 * What a thread is doing, in the form that a log takes.
 */
@SuppressWarnings("serial")
final class ThreadStack extends Throwable {

	ThreadStack(Thread thread) {
		super("What thread '%s' is doing".formatted(thread.getName()), null, false, true);
		setStackTrace(thread.getStackTrace());
	}

}
