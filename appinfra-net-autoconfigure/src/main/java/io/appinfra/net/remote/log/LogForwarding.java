package io.appinfra.net.remote.log;

import java.util.List;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Outbox;

/**
 * Lets the web process log what this worker logs, with Logback or Log4j. With another
 * logging system the worker logs to its standard output, and the web process logs the
 * lines.
 */
public final class LogForwarding {

	/**
	 * The longest log event that is handed over whole, in bytes.
	 */
	private static final int LONGEST = 4 * 1024 * 1024;

	private LogForwarding() {
	}

	/**
	 * Let nothing be read that configures the logging of the web process. Comes before
	 * the first logger.
	 */
	public static void prepare() {
		System.setProperty("log4j2.configurationFile", "classpath:io/appinfra/net/remote/log/log4j2.xml");
		if (LoggingLibraries.LOGBACK) {
			LogbackForwarder.prepare();
		}
	}

	/**
	 * Begin to hand over.
	 * @param web where to post what is logged
	 * @param extending classes of ours that log what the framework's do that they extend
	 * @param libraries the loggers that are of less interest while the worker starts and
	 * ends
	 */
	public static void start(Outbox web, List<Class<?>> extending, LibraryLoggers libraries) {
		if (LoggingLibraries.LOGBACK) {
			LogbackForwarder.start((message) -> post(message, web), extending, libraries);
		}
		if (LoggingLibraries.LOG4J) {
			Log4jForwarder.start((message) -> post(message, web), extending, libraries);
		}
	}

	private static void post(LogMessage message, Outbox web) {
		Frame whole = Frame.of(FrameType.LOG, message);
		Frame frame = (whole.body().length <= LONGEST) ? whole : Frame.of(FrameType.LOG, message.shortened());
		web.postWhenPossible(() -> frame);
	}

}
