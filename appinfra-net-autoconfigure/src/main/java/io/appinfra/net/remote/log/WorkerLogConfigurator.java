package io.appinfra.net.remote.log;

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Lets a worker log to its standard output until it hands over to the web process, and
 * reads no file: that would take a tenth of its start. Does nothing in other processes.
 * Found by Logback as a service, and asked before all that the application may have.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY + 1)
public final class WorkerLogConfigurator extends ContextAwareBase implements Configurator {

	private static volatile boolean inWorker;

	static void prepare() {
		inWorker = true;
	}

	@Override
	public ExecutionStatus configure(LoggerContext context) {
		if (!inWorker) {
			return ExecutionStatus.INVOKE_NEXT_IF_ANY;
		}
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.setPattern("%level [%thread] %logger: %msg%n");
		encoder.start();
		ConsoleAppender<ILoggingEvent> output = new ConsoleAppender<>();
		output.setContext(context);
		output.setEncoder(encoder);
		output.start();
		context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(output);
		context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
		context.getLogger("org.springframework.boot.devtools").setLevel(Level.WARN);
		return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
	}

}
