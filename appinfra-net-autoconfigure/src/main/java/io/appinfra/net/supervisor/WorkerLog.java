package io.appinfra.net.supervisor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.LogMessage;

/**
 * Logs what a process of a worker logs and prints, marked with the worker and the process
 * id.
 */
final class WorkerLog {

	private final Log output;

	private final String mark;

	WorkerLog(String worker, long pid) {
		this.output = LogFactory.getLog("worker." + worker);
		this.mark = "[%s %d] ".formatted(worker, pid);
	}

	void print(String line) {
		this.output.info(this.mark + line);
	}

	void dump(String why, String threads) {
		this.output.warn("%sis killed, because %s. Its threads were:\n%s".formatted(this.mark, why, threads));
	}

	void log(LogMessage message) {
		Thread thread = Thread.currentThread();
		String name = thread.getName();
		thread.setName(message.thread());
		try {
			log(LogFactory.getLog(message.logger()), message.level(), this.mark + message.message(),
					WorkerThrowable.of(message.thrown()));
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
