package io.appinfra.net.supervisor;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.LogMessage;

/**
 * What was thrown in a worker, with its stack there.
 */
@SuppressWarnings("serial")
final class WorkerThrowable extends Throwable {

	private WorkerThrowable(LogMessage.Thrown thrown) {
		super(thrown.type() + ": " + thrown.message(), of(thrown.cause()), false, true);
		setStackTrace(thrown.stack()
			.stream()
			.map((call) -> new StackTraceElement(call.type(), call.method(), call.file(), call.line()))
			.toArray(StackTraceElement[]::new));
	}

	static @Nullable Throwable of(LogMessage.@Nullable Thrown thrown) {
		return (thrown != null) ? new WorkerThrowable(thrown) : null;
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
