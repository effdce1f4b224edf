package io.appinfra.net.ticker;

/**
 * What a thread is doing, in the form that a log takes.
 */
@SuppressWarnings("serial")
final class StackOf extends Throwable {

	StackOf(Thread thread) {
		super("What thread '%s' is doing".formatted(thread.getName()), null, false, true);
		setStackTrace(thread.getStackTrace());
	}

}
