package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.StringUtils;

/**
 * Finds the tickers that the application declares, without creating them.
 */
public final class TickerDefinitions {

	/**
	 * What stands for an interval that was found to be wrong already.
	 */
	private static final Duration PLACEHOLDER = Duration.ofSeconds(1);

	private final ConfigurableListableBeanFactory beanFactory;

	private final TickerOverrides.Source overrides;

	private final List<String> problems = new ArrayList<>();

	private final Map<String, TickerDefinition> definitions = new TreeMap<>();

	private TickerDefinitions(ConfigurableListableBeanFactory beanFactory, TickerOverrides.Source overrides) {
		this.beanFactory = beanFactory;
		this.overrides = overrides;
	}

	/**
	 * Find the tickers of a bean factory.
	 * @param beanFactory the bean factory
	 * @param overrides the properties of tickers
	 * @return the tickers
	 * @throws FailureAnalyzedException if the configuration of a ticker is wrong; it
	 * tells all that is wrong with all of them
	 */
	public static TickerDefinitions find(ConfigurableListableBeanFactory beanFactory,
			TickerOverrides.Source overrides) {
		TickerDefinitions definitions = new TickerDefinitions(beanFactory, overrides);
		definitions.findAll();
		return definitions;
	}

	/**
	 * Return the tickers that match.
	 * @param filter what they have to match
	 * @return the tickers, ordered by name
	 */
	public Collection<TickerDefinition> matching(Predicate<TickerDefinition> filter) {
		return this.definitions.values().stream().filter(filter).toList();
	}

	private void findAll() {
		for (String name : this.beanFactory.getBeanNamesForType(Ticker.class, true, false)) {
			define(name, this.beanFactory.findAnnotationOnBean(name, Tick.class, false));
		}
		for (String unknown : this.overrides.unknown(Collections.unmodifiableSet(this.definitions.keySet()))) {
			this.problems.add("'appinfra.net.tickers.%s' names no ticker; the tickers are %s".formatted(unknown,
					this.definitions.keySet()));
		}
		if (!this.problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"The configuration of tickers is wrong:\n\n    - " + String.join("\n    - ", this.problems),
					"Correct the @Tick annotation or the properties under 'appinfra.net.tickers' of each ticker named above.");
		}
	}

	private void define(String name, @Nullable Tick tick) {
		TickerOverrides overrides = this.overrides.get(name);
		TickMode mode = (overrides.mode() != null) ? overrides.mode() : (tick != null) ? tick.mode() : TickMode.FLEX;
		Duration interval = interval(name, tick, overrides);
		boolean initial = (overrides.initial() != null) ? overrides.initial() : tick == null || tick.initial();
		RunIn runIn = (overrides.runIn() != null) ? overrides.runIn()
				: (tick != null) ? tick.runIn() : RunIn.IN_PROCESS;
		String worker = (overrides.worker() != null) ? overrides.worker() : (tick != null) ? tick.worker() : "default";
		checkInterval(name, mode, interval);
		this.definitions.put(name,
				new TickerDefinition(name, new TickerSettings(mode, interval, initial, runIn, worker)));
	}

	private void checkInterval(String name, TickMode mode, @Nullable Duration interval) {
		if (mode == TickMode.CONTINUOUS) {
			check(interval == null, name, "has the mode CONTINUOUS, which has no interval: remove the interval");
		}
		else if (check(interval != null, name,
				"has no interval: set 'every' of its @Tick, or 'appinfra.net.tickers.%s.interval'".formatted(name))) {
			check(!interval.isNegative() && !interval.isZero(), name,
					"has the interval %s, but an interval must be positive".formatted(interval));
		}
	}

	private boolean check(boolean valid, String name, String problem) {
		if (!valid) {
			this.problems.add("Ticker '%s' %s".formatted(name, problem));
		}
		return valid;
	}

	private @Nullable Duration interval(String name, @Nullable Tick tick, TickerOverrides overrides) {
		if (overrides.interval() != null || tick == null) {
			return overrides.interval();
		}
		try {
			String every = this.beanFactory.resolveEmbeddedValue(tick.every());
			return StringUtils.hasText(every) ? DurationStyle.detectAndParse(every.strip()) : null;
		}
		catch (IllegalArgumentException ex) {
			check(false, name, "has the interval '%s', which is no duration such as 5s, 100ms or PT5S: %s"
				.formatted(tick.every(), ex.getMessage()));
			return PLACEHOLDER;
		}
	}

}
