package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.appinfra.net.ticker.Tick;

/**
 * Reads the attributes of a {@link Tick}. What stands for one that was found to be wrong
 * causes no other problem.
 */
final class TickAnnotationReader {

	private static final Map<String, Object> INSTEAD_OF_WRONG = Map.of("interval", Duration.ofDays(1), "cron",
			"* * * * * *");

	private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(Duration.class,
			DurationStyle::detectAndParse, ZoneId.class, ZoneId::of, String.class, (text) -> text);

	private static final Map<Class<?>, String> FORMS = Map.of(Duration.class,
			"is no duration such as 5s, 100ms or PT5S", ZoneId.class, "is no time zone such as Europe/Paris",
			String.class, "cannot be resolved");

	private final Tick tick;

	private final ConfigurableBeanFactory beanFactory;

	private final Consumer<String> problems;

	private TickAnnotationReader(Tick tick, ConfigurableBeanFactory beanFactory, Consumer<String> problems) {
		this.tick = tick;
		this.beanFactory = beanFactory;
		this.problems = problems;
	}

	/**
	 * Read an annotation.
	 * @param tick the annotation
	 * @param beanFactory resolves placeholders
	 * @param problems receives what cannot be read
	 * @return what the annotation says
	 */
	static TickerDeclaration read(Tick tick, ConfigurableBeanFactory beanFactory, Consumer<String> problems) {
		return TickerDeclaration.of(new TickAnnotationReader(tick, beanFactory, problems)::value);
	}

	private @Nullable Object value(RecordComponent component) {
		Method attribute = ReflectionUtils.findMethod(Tick.class, component.getName());
		Object value = (attribute != null) ? ReflectionUtils.invokeMethod(attribute, this.tick) : null;
		if (value instanceof String text) {
			return parse(component, text);
		}
		return (value instanceof Integer number && number < 0) ? null : value;
	}

	private @Nullable Object parse(RecordComponent attribute, String text) {
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(text);
			return StringUtils.hasText(resolved) ? parse(attribute.getType(), resolved.strip()) : null;
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			String form = text.contains("#{")
					? "is an expression, which is not evaluated: use a placeholder such as ${feed.interval}"
					: FORMS.get(attribute.getType());
			this.problems.accept("has %s = \"%s\" in its @Tick, which %s: %s".formatted(attribute.getName(), text, form,
					ex.getMessage()));
			return INSTEAD_OF_WRONG.get(attribute.getName());
		}
	}

	private static @Nullable Object parse(Class<?> type, String text) {
		Function<String, Object> parser = PARSERS.get(type);
		if (parser == null || text.contains("#{")) {
			throw new IllegalArgumentException("'%s' is no value".formatted(text));
		}
		return parser.apply(text);
	}

}
