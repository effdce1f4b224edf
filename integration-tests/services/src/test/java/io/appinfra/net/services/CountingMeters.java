package io.appinfra.net.services;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Exports meters each second, to nobody.
 */
class CountingMeters extends StepMeterRegistry {

	private final Effects effects;

	CountingMeters(Effects effects) {
		super(new Config(), Clock.SYSTEM);
		this.effects = effects;
		start(new NamedThreadFactory("counting-meters"));
	}

	@Override
	protected void publish() {
		this.effects.add("exported");
	}

	@Override
	protected TimeUnit getBaseTimeUnit() {
		return TimeUnit.SECONDS;
	}

	private static final class Config implements StepRegistryConfig {

		@Override
		public String prefix() {
			return "counting";
		}

		@Override
		public Duration step() {
			return Duration.ofSeconds(1);
		}

		@Override
		public @Nullable String get(String key) {
			return null;
		}

	}

}
