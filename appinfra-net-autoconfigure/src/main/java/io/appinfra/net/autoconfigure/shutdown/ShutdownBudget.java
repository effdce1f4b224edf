package io.appinfra.net.autoconfigure.shutdown;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

/**
 * What each step of the shutdown may take, against what Spring gives a phase of it: when
 * that is over, the next phase begins all the same, and takes from under a tick what it
 * uses.
 */
public final class ShutdownBudget {

	static final String PHASE = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final Duration DEFAULT_PHASE = Duration.ofSeconds(30);

	private static final Duration BEFORE_END_OF_PHASE = Duration.ofSeconds(1);

	private final Map<String, Duration> steps = new LinkedHashMap<>();

	private final Duration phase;

	ShutdownBudget(Duration phase) {
		this.phase = phase;
	}

	/**
	 * Return how long a phase may take.
	 * @param environment the settings of the application
	 * @return the duration
	 */
	static Duration phase(Environment environment) {
		return Binder.get(environment).bind(PHASE, Duration.class).orElse(DEFAULT_PHASE);
	}

	/**
	 * Return how long a step may wait without being overtaken by the next phase.
	 * @param environment the settings of the application
	 * @return the duration
	 */
	public static Duration withinPhase(Environment environment) {
		Duration phase = phase(environment);
		Duration within = phase.minus(BEFORE_END_OF_PHASE);
		return within.isNegative() ? phase : within;
	}

	/**
	 * Add a step.
	 * @param property the property that says how long it may take
	 * @param duration how long it may take
	 * @throws InvalidConfigurationPropertyValueException if it is negative
	 */
	void add(String property, Duration duration) {
		if (duration.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, duration, "It must not be negative.");
		}
		this.steps.put(property, duration);
	}

	/**
	 * Check the steps that were added.
	 * @throws FailureAnalyzedException if one can take longer than a phase
	 */
	void check() {
		StringBuilder problems = new StringBuilder();
		Duration longest = this.phase;
		for (Map.Entry<String, Duration> step : this.steps.entrySet()) {
			if (step.getValue().compareTo(this.phase) >= 0) {
				problems.append("\n    - '%s' is %s".formatted(step.getKey(), text(step.getValue())));
				longest = (step.getValue().compareTo(longest) > 0) ? step.getValue() : longest;
			}
		}
		if (!problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"The shutdown has less time than it needs, since a phase of it ends after %s ('%s'):\n%s"
						.formatted(text(this.phase), PHASE, problems),
					"Set '%s' to more than %s, or shorten what is named above. What runs the application has to wait longer than all phases together."
						.formatted(PHASE, text(longest)));
		}
	}

	private static String text(Duration duration) {
		return duration.toMillis() + "ms";
	}

}
