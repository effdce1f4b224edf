package io.appinfra.net.remote.log;

import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs what a process of a worker logs and prints, marked with the worker and the process
 * id: in the text, and in the diagnostic context as {@code worker} and {@code workerPid}.
 * Safe for use by many threads.
 */
public final class WorkerLog {

	private final Log output;

	private final String mark;

	private final Map<String, String> context;

	/**
	 * Create a log.
	 * @param worker the name of the worker
	 * @param pid the id of the process
	 */
	public WorkerLog(String worker, long pid) {
		this.output = LogFactory.getLog("worker." + worker);
		this.mark = "[%s %d] ".formatted(worker, pid);
		this.context = Map.of("worker", worker, "workerPid", String.valueOf(pid));
	}

	/**
	 * Log what the process has printed.
	 * @param line a line of its standard output or standard error
	 */
	public void print(String line) {
		LogContext.with(this.context, () -> this.output.info(this.mark + line));
	}

	/**
	 * Log what the threads of the process do, which is about to be killed.
	 * @param why why, in words that follow "because"
	 * @param threads its threads with their stacks
	 */
	public void dump(String why, String threads) {
		LogContext.with(this.context, () -> this.output
			.warn("%sis killed, because %s. Its threads were:\n%s".formatted(this.mark, why, threads)));
	}

	/**
	 * Log what the process has logged, if the logger logs such events in this process.
	 * @param message what it has logged
	 */
	public void log(LogMessage message) {
		String text = this.mark + message.message();
		Map<String, String> context = new HashMap<>(message.context());
		context.putAll(this.context);
		boolean logged = (LoggingLibraries.LOGBACK && LogbackEvents.log(message, text, context))
				|| (LoggingLibraries.LOG4J && Log4jEvents.log(message, text, context));
		if (!logged) {
			LogContext.with(context, () -> logInThread(message, text));
		}
	}

	private static void logInThread(LogMessage message, String text) {
		Thread thread = Thread.currentThread();
		String name = thread.getName();
		thread.setName(message.thread());
		try {
			log(LogFactory.getLog(message.logger()), message.level(), text, WorkerThrowable.of(message.thrown()));
		}
		finally {
			thread.setName(name);
		}
	}

	private static void log(Log log, LogMessage.Level level, String message, @Nullable Throwable thrown) {
		switch (level) {
			case TRACE -> log.trace(message, thrown);
			case DEBUG -> log.debug(message, thrown);
			case INFO -> log.info(message, thrown);
			case WARN -> log.warn(message, thrown);
			case ERROR -> log.error(message, thrown);
		}
	}

}
