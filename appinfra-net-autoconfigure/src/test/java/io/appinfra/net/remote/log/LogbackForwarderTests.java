package io.appinfra.net.remote.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.Markers;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.logging.LogLevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link LogbackForwarder} and {@link LogbackEvents}, one at each end.
 */
@SuppressWarnings("deprecation")
class LogbackForwarderTests {

	private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Logger logger = this.loggers.getLogger("forwarded");

	private final Logger framework = this.loggers.getLogger(Framework.class.getName());

	private final ListAppender<ILoggingEvent> arrived = new ListAppender<>();

	private final List<LogMessage> sent = new ArrayList<>();

	private final LogbackForwarder forwarder = new LogbackForwarder(this.sent::add, List.of(Own.class),
			new LibraryLoggers(List.of("org.springframework.samples.petclinic.Application"), () -> this.working));

	private boolean working = true;

	@BeforeEach
	void start() {
		this.forwarder.setContext(this.loggers);
		this.forwarder.start();
		this.arrived.start();
		this.logger.addAppender(this.arrived);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.arrived);
		this.framework.setLevel(null);
	}

	@Test
	void eventWhenForwardedKeepsMarkersAndTypesOfPairs() {
		Marker audit = MarkerFactory.getMarker("AUDIT");
		Marker all = MarkerFactory.getDetachedMarker("ALL");
		addTo(all, audit);
		this.logger.atWarn()
			.addMarker(audit)
			.addMarker(all)
			.addKeyValue("number", 1)
			.addKeyValue("short", (short) 2)
			.addKeyValue("big", Long.MAX_VALUE)
			.addKeyValue("fraction", 0.5f)
			.addKeyValue("flag", true)
			.addKeyValue("list", List.of(1, "b"))
			.addKeyValue("array", new int[] { 1, 2 })
			.addKeyValue("nothing", (Object) null)
			.addKeyValue("other", LogLevel.INFO)
			.log("done");
		this.forwarder.doAppend(this.arrived.list.remove(0));
		LogMessage message = this.sent.get(0);
		assertThat(message.context()).isEmpty();
		LogbackEvents.log(message, "[default 1] done", message.context());
		ILoggingEvent event = this.arrived.list.get(0);
		assertThat(event.getMarkerList()).extracting(Marker::getName).containsExactly("AUDIT", "ALL");
		assertThat(event.getMarkerList().get(0)).isSameAs(audit);
		assertThat(event.getMarkerList().get(1).contains(audit)).isTrue();
		assertThat(event.getKeyValuePairs()).extracting((KeyValuePair pair) -> pair.key, (pair) -> pair.value)
			.containsExactly(pair("number", 1), pair("short", 2), pair("big", Long.MAX_VALUE), pair("fraction", 0.5),
					pair("flag", true), pair("list", List.of(1, "b")), pair("array", List.of(1, 2)),
					pair("nothing", null), pair("other", "INFO"));
	}

	@Test
	void eventWhenArgumentsAndMarkersWriteFieldsHasThemAsPairs() {
		Marker tagged = Markers.append("shelf", 7).and(Markers.append("full", true));
		this.logger.warn(tagged, "{} {} {}", StructuredArguments.keyValue("count", 3),
				StructuredArguments.value("order", Map.of("price", 1.5)),
				StructuredArguments.entries(Map.of("names", List.of("a", "b"))));
		this.forwarder.doAppend(this.arrived.list.remove(0));
		LogMessage message = this.sent.get(0);
		assertThat(message.markers()).isEmpty();
		LogbackEvents.log(message, "done", message.context());
		assertThat(this.arrived.list.get(0).getKeyValuePairs())
			.extracting((KeyValuePair pair) -> pair.key, (pair) -> pair.value)
			.containsExactly(pair("shelf", 7), pair("full", true), pair("count", 3),
					pair("order", Map.of("price", 1.5)), pair("names", List.of("a", "b")));
	}

	@Test
	void eventWhenAFieldCannotBeWrittenIsSentAllTheSame() {
		this.logger.warn("{}", StructuredArguments.keyValue("broken", new Unwritable()));
		this.forwarder.doAppend(this.arrived.list.remove(0));
		assertThat(this.sent.get(0).message()).isEqualTo("broken=unwritable");
	}

	private static void addTo(Marker marker, Marker reference) {
		marker.add(reference);
	}

	private static Tuple pair(String key, Object value) {
		return tuple(key, value);
	}

	@Test
	void eventWhenOfAClassThatExtendsOneOfTheFrameworkIsWantedAsThatOne() {
		Logger own = this.loggers.getLogger(Own.class.getName());
		this.framework.setLevel(Level.INFO);
		append(own, Level.DEBUG, "detail");
		append(own, Level.INFO, "Obtaining singleton bean");
		append(own, Level.WARN, "a problem");
		assertThat(this.sent).extracting(LogMessage::logger, LogMessage::message)
			.containsExactly(pair(Framework.class.getName(), "a problem"));
		this.framework.setLevel(Level.DEBUG);
		append(own, Level.INFO, "Obtaining singleton bean");
		assertThat(this.sent).hasSize(2);
		this.framework.setLevel(Level.OFF);
		append(own, Level.ERROR, "a problem");
		assertThat(this.sent).hasSize(2);
	}

	@Test
	void eventWhenOfALibraryAtStartIsWantedFromWarnOn() {
		this.working = false;
		Logger pool = this.loggers.getLogger("com.zaxxer.hikari.HikariDataSource");
		append(pool, Level.INFO, "Starting");
		append(pool, Level.WARN, "a problem");
		append(this.loggers.getLogger("org.springframework.samples.petclinic.Owners"), Level.INFO, "own");
		append(this.loggers.getLogger("audit"), Level.INFO, "named");
		append(this.loggers.getLogger("com.acme.Library"), Level.INFO, "not known");
		assertThat(this.sent).extracting(LogMessage::message).containsExactly("a problem", "own", "named", "not known");
		this.loggers.getLogger("com.zaxxer").setLevel(Level.INFO);
		append(pool, Level.INFO, "asked for");
		this.loggers.getLogger("com.zaxxer").setLevel(null);
		append(pool, Level.INFO, "Starting");
		this.working = true;
		append(pool, Level.INFO, "while ticking");
		assertThat(this.sent).extracting(LogMessage::message).endsWith("asked for", "while ticking").hasSize(6);
	}

	private void append(Logger logger, Level level, String message) {
		this.forwarder.doAppend(new LoggingEvent(getClass().getName(), logger, level, message, null, null));
	}

	@Test
	void levelWhenAllIsSetIsTheFinestThatAWorkerCanHave() {
		List<LogLevel> levels = new ArrayList<>();
		Runnable stop = LogbackLevels.listen((name, level) -> levels.add(level));
		for (Level level : List.of(Level.ALL, Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR,
				Level.OFF)) {
			this.framework.setLevel(level);
		}
		stop.run();
		assertThat(levels).containsExactly(LogLevel.TRACE, LogLevel.TRACE, LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN,
				LogLevel.ERROR, LogLevel.OFF);
	}

	private static class Framework {

	}

	private static final class Own extends Framework {

	}

	public static class Unwritable {

		public String getValue() {
			throw new IllegalStateException("not now");
		}

		@Override
		public String toString() {
			return "unwritable";
		}

	}

}
