package io.appinfra.net.ticker;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * The attributes of a {@link Tick}, as far as they are strings that have to be read.
 *
 * @param interval the interval, {@code null} if there is none
 * @param cron the cron expression, {@code null} if there is none
 * @param zone the time zone, {@code null} if there is none
 * @param jitter the jitter, {@code null} if there is none
 * @param timeout the timeout, {@code null} if there is none
 */
record TickAttributes(@Nullable Duration interval, @Nullable String cron, @Nullable ZoneId zone,
		@Nullable Duration jitter, @Nullable Duration timeout) {

	static final TickAttributes NONE = new TickAttributes(null, null, null, null, null);

	/**
	 * Read the attributes.
	 * @param tick the annotation
	 * @param beanFactory resolves placeholders
	 * @param problems is told of what cannot be read
	 * @return the attributes
	 */
	static TickAttributes read(Tick tick, ConfigurableBeanFactory beanFactory, Consumer<String> problems) {
		Reader reader = new Reader(beanFactory, problems);
		return new TickAttributes(reader.duration("interval", tick.interval(), Duration.ofDays(1)),
				reader.text("cron", tick.cron()), reader.zone(tick.zone()),
				reader.duration("jitter", tick.jitter(), Duration.ZERO),
				reader.duration("timeout", tick.timeout(), Duration.ofDays(1)));
	}

	/**
	 * Reads one attribute after the other. What stands for one that was found to be wrong
	 * causes no other problem.
	 */
	private record Reader(ConfigurableBeanFactory beanFactory, Consumer<String> problems) {

		@Nullable Duration duration(String attribute, String text, Duration wrong) {
			return read(attribute, text, DurationStyle::detectAndParse, wrong,
					"is no duration such as 5s, 100ms or PT5S");
		}

		@Nullable ZoneId zone(String text) {
			return read("zone", text, ZoneId::of, null, "is no time zone such as Europe/Paris");
		}

		@Nullable String text(String attribute, String text) {
			return read(attribute, text, Function.identity(), "* * * * * *", "cannot be resolved");
		}

		private <T> @Nullable T read(String attribute, String text, Function<String, T> parser, @Nullable T wrong,
				String problem) {
			try {
				String resolved = this.beanFactory.resolveEmbeddedValue(text);
				return StringUtils.hasText(resolved) ? parser.apply(resolved.strip()) : null;
			}
			catch (IllegalArgumentException | DateTimeException ex) {
				this.problems.accept("has %s = \"%s\" in its @Tick, which %s: %s".formatted(attribute, text, problem,
						ex.getMessage()));
				return wrong;
			}
		}

	}

}
