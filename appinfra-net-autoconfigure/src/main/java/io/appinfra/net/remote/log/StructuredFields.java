package io.appinfra.net.remote.log;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * The fields that arguments and markers of logstash-logback-encoder write into an event
 * of Logback. As key-value pairs, that encoder writes the same fields, and others can
 * have them too.
 */
final class StructuredFields {

	private static final boolean present = ClassUtils.isPresent("net.logstash.logback.argument.StructuredArgument",
			StructuredFields.class.getClassLoader())
			&& ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", StructuredFields.class.getClassLoader())
			&& Logstash.writesWithJackson();

	private StructuredFields() {
	}

	/**
	 * Return the fields of an event.
	 * @param event the event
	 * @return the fields in their order
	 */
	static List<LogMessage.Pair> of(ILoggingEvent event) {
		return present ? Logstash.fields(event) : List.of();
	}

	/**
	 * Return whether a marker is one that writes fields, and is nothing beside that.
	 * @param marker the marker
	 * @return whether it writes fields
	 */
	static boolean isWrittenBy(Marker marker) {
		return present && Logstash.isMarker(marker);
	}

	/**
	 * Keeps the classes of the encoder apart.
	 */
	private static final class Logstash {

		private static final JsonMapper mapper = new JsonMapper();

		/**
		 * Encoders before 9 write with Jackson 2.
		 */
		static boolean writesWithJackson() {
			return ClassUtils.hasMethod(StructuredArgument.class, "writeTo", JsonGenerator.class);
		}

		static boolean isMarker(Marker marker) {
			return marker instanceof LogstashMarker;
		}

		static List<LogMessage.Pair> fields(ILoggingEvent event) {
			List<LogMessage.Pair> fields = new ArrayList<>();
			List<Marker> markers = event.getMarkerList();
			if (markers != null) {
				markers.forEach((marker) -> add(marker, fields));
			}
			Object[] arguments = event.getArgumentArray();
			if (arguments != null) {
				Stream.of(arguments)
					.filter(StructuredArgument.class::isInstance)
					.forEach((argument) -> write(((StructuredArgument) argument)::writeTo, fields));
			}
			return fields;
		}

		private static void add(Marker marker, List<LogMessage.Pair> fields) {
			if (marker instanceof LogstashMarker structured) {
				write(structured::writeTo, fields);
				for (Marker reference : structured) {
					add(reference, fields);
				}
			}
		}

		/**
		 * What cannot be written is in the message at the most, as with the encoder.
		 */
		private static void write(Consumer<JsonGenerator> writer, List<LogMessage.Pair> fields) {
			try {
				StringWriter json = new StringWriter();
				try (JsonGenerator generator = mapper.createGenerator(json)) {
					generator.writeStartObject();
					writer.accept(generator);
					generator.writeEndObject();
				}
				Map<?, ?> values = mapper.readValue(json.toString(), Map.class);
				values.forEach((name, value) -> fields.add(pair(String.valueOf(name), value)));
			}
			catch (JacksonException ex) {
				fields.add(pair("unwritable", ex.getOriginalMessage()));
			}
		}

		private static LogMessage.Pair pair(String name, @Nullable Object value) {
			return new LogMessage.Pair(name, LogValues.plain(value));
		}

	}

}
