package io.appinfra.net.remote.log;

import org.jspecify.annotations.Nullable;

/**
 * What was thrown in a worker, with its stack there.
 */
@SuppressWarnings("serial")
final class WorkerThrowable extends Throwable {

	private final String type;

	private WorkerThrowable(LogMessage.Thrown thrown) {
		super(thrown.message(), of(thrown.cause()), true, true);
		this.type = thrown.type();
		thrown.suppressed().forEach((suppressed) -> addSuppressed(new WorkerThrowable(suppressed)));
		setStackTrace(thrown.stack()
			.stream()
			.map((call) -> new StackTraceElement(call.type(), call.method(), call.file(), call.line()))
			.toArray(StackTraceElement[]::new));
	}

	static @Nullable WorkerThrowable of(LogMessage.@Nullable Thrown thrown) {
		return (thrown != null) ? new WorkerThrowable(thrown) : null;
	}

	/**
	 * Return the name of its class in the worker.
	 * @return the name of the class
	 */
	String type() {
		return this.type;
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

	@Override
	public String toString() {
		return (getMessage() != null) ? this.type + ": " + getMessage() : this.type;
	}

}
