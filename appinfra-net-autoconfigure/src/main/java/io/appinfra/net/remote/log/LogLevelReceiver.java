package io.appinfra.net.remote.log;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingSystem;

import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;

/**
 * Gives loggers of this worker the levels that they have in the web process, from when
 * the logging system is there. Safe for use by many threads.
 */
public final class LogLevelReceiver {

	private final List<LoggerLevel> early = new ArrayList<>();

	private @Nullable LoggingSystem system;

	/**
	 * Take the levels that the web process sends.
	 * @param receiver receives what it sends
	 */
	public void register(Receiver receiver) {
		receiver.on(FrameType.LOG_LEVEL, (frame) -> accept(frame.message(LoggerLevel.class)));
	}

	private synchronized void accept(LoggerLevel change) {
		LoggingSystem system = this.system;
		if (system == null) {
			this.early.add(change);
			return;
		}
		system.setLogLevel(change.logger(), change.level());
	}

	/**
	 * Take the logging system, which has been set up.
	 * @param system the logging system
	 */
	public synchronized void start(LoggingSystem system) {
		this.system = system;
		this.early.forEach(this::accept);
		this.early.clear();
	}

}
