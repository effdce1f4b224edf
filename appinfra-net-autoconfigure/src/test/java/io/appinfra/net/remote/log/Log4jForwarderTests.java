package io.appinfra.net.remote.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.logging.LogLevel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Log4jForwarder}, {@link Log4jEvents} and {@link Log4jLevels}, each at
 * its end.
 */
class Log4jForwarderTests {

	private static final Level NOTICE = Level.forName("NOTICE", 350);

	private final LoggerContext worker = new LoggerContext("worker");

	private final LoggerContext web = new LoggerContext("web");

	private final List<LogMessage> sent = new ArrayList<>();

	private boolean working = true;

	private final Events arrived = new Events();

	private final Events formerly = new Events();

	@BeforeEach
	void start() {
		this.worker.start(new NullConfiguration());
		this.web.start(new NullConfiguration());
		this.formerly.start();
		this.worker.getConfiguration().getRootLogger().addAppender(this.formerly, null, null);
		LoggerConfig audit = new LoggerConfig("audit", Level.INFO, true);
		audit.addAppender(this.formerly, null, null);
		this.worker.getConfiguration().addLogger("audit", audit);
		new Log4jForwarder(this.worker, this.sent::add, List.of(Own.class),
				new LibraryLoggers(List.of("demo.Application"), () -> this.working))
			.replaceAppenders();
		setLevel(this.worker, "", Level.ALL);
		this.arrived.start();
		this.web.getConfiguration().getRootLogger().addAppender(this.arrived, null, null);
		setLevel(this.web, "", Level.INFO);
	}

	private static void setLevel(LoggerContext context, String logger, Level level) {
		if (logger.isEmpty()) {
			context.getConfiguration().getRootLogger().setLevel(level);
		}
		else {
			context.getConfiguration().addLogger(logger, new LoggerConfig(logger, level, true));
		}
		context.updateLoggers();
	}

	@AfterEach
	void stop() {
		this.worker.stop();
		this.web.stop();
	}

	@Test
	void eventWhenForwardedKeepsLevelMarkerEntriesAndStack() {
		Marker audit = MarkerManager.getMarker("AUDIT");
		Marker all = new MarkerManager.Log4jMarker("ALL").setParents(audit);
		IllegalStateException failure = new IllegalStateException("on purpose");
		failure.addSuppressed(new IllegalArgumentException(failure));
		Logger logger = this.worker.getLogger("some");
		logger.log(NOTICE, all, new StringMapMessage(Map.of("k", "v")), failure);
		logger.fatal(audit, "fatal");
		logger.log(Level.forName("VERBOSE", 550), "verbose");
		this.sent.forEach((message) -> Log4jEvents.log(this.web.getLogger(message.logger()), message,
				"[default 1] " + message.message(), Map.of("worker", "default")));
		assertThat(this.arrived.events).extracting(LogEvent::getLevel).containsExactly(NOTICE, Level.FATAL);
		LogEvent event = this.arrived.events.get(0);
		assertThat(event.getMarker().getName()).isEqualTo("ALL");
		assertThat(event.getMarker().isInstanceOf(audit)).isTrue();
		assertThat(this.arrived.events.get(1).getMarker()).isSameAs(audit);
		assertThat(event.getContextData().toMap()).containsOnly(Map.entry("k", "v"), Map.entry("worker", "default"));
		assertThat(event.getThrown()).hasToString("java.lang.IllegalStateException: on purpose");
		assertThat(event.getThrown().getStackTrace()).extracting(StackTraceElement::getLineNumber)
			.isEqualTo(Stream.of(failure.getStackTrace()).map(StackTraceElement::getLineNumber).toList());
		assertThat(event.getThrown().getSuppressed()).hasSize(1);
		assertThat(this.sent).extracting(LogMessage::level)
			.containsExactly(LogMessage.Level.WARN, LogMessage.Level.ERROR, LogMessage.Level.DEBUG);
	}

	@Test
	void eventWhenForwardedGoesNowhereElse() {
		this.worker.getLogger("some").info("text");
		this.worker.getLogger("audit").info("other text");
		assertThat(this.formerly.events).isEmpty();
		assertThat(this.sent).extracting(LogMessage::message).containsExactly("text", "other text");
	}

	@Test
	void eventWhenLevelIsLoggedInBothProcessesArrives() {
		for (Level level : List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL)) {
			setLevel(this.worker, "some", level);
			setLevel(this.web, "some", level);
			this.worker.getLogger("some").log(level, "text");
			LogMessage message = this.sent.remove(0);
			Log4jEvents.log(this.web.getLogger("some"), message, "text", Map.of());
			assertThat(this.arrived.events.remove(0).getLevel()).isEqualTo(level);
		}
	}

	@Test
	void eventWhenOfAClassThatExtendsOneOfTheFrameworkIsWantedAsThatOne() {
		setLevel(this.worker, Framework.class.getName(), Level.INFO);
		this.worker.getLogger(Own.class.getName()).info("Obtaining singleton bean");
		this.worker.getLogger(Own.class.getName()).warn("a problem");
		assertThat(this.sent).extracting(LogMessage::message).containsExactly("a problem");
		assertThat(this.sent).extracting(LogMessage::logger).containsExactly(Framework.class.getName());
	}

	@Test
	void eventWhenOfALibraryAtStartIsWantedFromWarnOn() {
		this.working = false;
		String pool = "com.zaxxer.hikari.HikariDataSource";
		this.worker.getLogger(pool).info("Starting");
		this.worker.getLogger(pool).warn("a problem");
		this.worker.getLogger("demo.Owners").info("own");
		setLevel(this.worker, "com.zaxxer", Level.INFO);
		this.worker.getLogger(pool).info("asked for");
		assertThat(this.sent).extracting(LogMessage::message).containsExactly("a problem", "own", "asked for");
	}

	@Test
	void levelWhenChangedIsTheCoarsestThatLetsThroughAllThatItDoes() {
		Map<String, LogLevel> changes = new LinkedHashMap<>();
		Runnable stop = Log4jLevels.listen(this.web, changes::put);
		Map<Level, LogLevel> expected = Map.of(Level.ALL, LogLevel.TRACE, Level.TRACE, LogLevel.TRACE, Level.DEBUG,
				LogLevel.DEBUG, NOTICE, LogLevel.INFO, Level.WARN, LogLevel.WARN, Level.ERROR, LogLevel.ERROR,
				Level.FATAL, LogLevel.FATAL, Level.OFF, LogLevel.OFF, Level.forName("VERBOSE", 550), LogLevel.TRACE);
		expected.forEach((set, level) -> {
			setLevel(this.web, "some." + set, set);
			assertThat(changes).containsExactly(Map.entry("some." + set, level));
			changes.clear();
		});
		setLevel(this.web, "", Level.DEBUG);
		this.web.getConfiguration().removeLogger("some.WARN");
		this.web.updateLoggers();
		assertThat(changes).containsEntry("ROOT", LogLevel.DEBUG).containsEntry("some.WARN", null).hasSize(2);
		changes.clear();
		stop.run();
		setLevel(this.web, "", Level.TRACE);
		assertThat(changes).isEmpty();
	}

	private static final class Events extends AbstractAppender {

		private final List<LogEvent> events = new ArrayList<>();

		private Events() {
			super("events", null, null, true, Property.EMPTY_ARRAY);
		}

		@Override
		public void append(LogEvent event) {
			this.events.add(event.toImmutable());
		}

	}

	private static class Framework {

	}

	private static final class Own extends Framework {

	}

}
