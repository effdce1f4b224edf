package io.appinfra.net.remote.log;

import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Logs what a process of a worker logs and prints, marked with the worker and the process
 * id: in the text, and in the diagnostic context as {@code worker} and {@code workerPid}.
 */
public final class WorkerLog {

	private static final boolean logback = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			WorkerLog.class.getClassLoader());

	private static final boolean log4j = ClassUtils.isPresent("org.apache.logging.log4j.core.LoggerContext",
			WorkerLog.class.getClassLoader());

	private final Log output;

	private final String mark;

	private final Map<String, String> context;

	public WorkerLog(String worker, long pid) {
		this.output = LogFactory.getLog("worker." + worker);
		this.mark = "[%s %d] ".formatted(worker, pid);
		this.context = Map.of("worker", worker, "workerPid", String.valueOf(pid));
	}

	public void print(String line) {
		LogContext.with(this.context, () -> this.output.info(this.mark + line));
	}

	public void dump(String why, String threads) {
		LogContext.with(this.context, () -> this.output
			.warn("%sis killed, because %s. Its threads were:\n%s".formatted(this.mark, why, threads)));
	}

	public void log(LogMessage message) {
		String text = this.mark + message.message();
		Map<String, String> context = new HashMap<>(message.context());
		context.putAll(this.context);
		boolean logged = (logback && LogbackEvents.log(message, text, context))
				|| (log4j && Log4jEvents.log(message, text, context));
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
