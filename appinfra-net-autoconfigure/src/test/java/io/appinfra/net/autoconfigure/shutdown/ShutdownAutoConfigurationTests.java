package io.appinfra.net.autoconfigure.shutdown;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.appinfra.net.autoconfigure.ticker.FeedConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShutdownAutoConfiguration}.
 */
class ShutdownAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class, ShutdownAutoConfiguration.class))
		.withUserConfiguration(FeedConfiguration.class);

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "appinfra.net.shutdown.drain-delay=30s, 'appinfra.net.shutdown.drain-delay' is 30000ms",
					"appinfra.net.shutdown.tick-timeout=1m, 'appinfra.net.shutdown.tick-timeout' is 60000ms",
					"spring.lifecycle.timeout-per-shutdown-phase=5s, 'appinfra.net.shutdown.tick-timeout' is 10000ms" })
	void startWhenStepIsLongerThanPhaseFails(String property, String problem) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(FailureAnalyzedException.class, (failure) -> {
					assertThat(failure.analysis().getDescription()).contains(problem);
					assertThat(failure.analysis().getAction())
						.contains("Set 'spring.lifecycle.timeout-per-shutdown-phase' to more than");
				}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "drain-delay", "drain-quiet", "tick-timeout" })
	void startWhenStepIsNegativeNamesTheProperty(String property) {
		this.runner.withPropertyValues("appinfra.net.shutdown." + property + "=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo("appinfra.net.shutdown." + property)));
	}

	@Test
	void startWhenWorkerMayTakeLongerThanPhaseFails() {
		this.runner
			.withPropertyValues("appinfra.net.tickers.feed.run-in=worker",
					"appinfra.net.workers.default.stop-timeout=45s", "appinfra.net.shutdown.tick-timeout=1m")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(FailureAnalyzedException.class,
						(failure) -> assertThat(failure.analysis().getDescription())
							.contains("'appinfra.net.workers.default.stop-timeout' is 45000ms")
							.doesNotContain("tick-timeout")));
	}

	@Test
	void startWhenPhaseIsLongEnoughSucceeds() {
		this.runner
			.withPropertyValues("appinfra.net.shutdown.tick-timeout=1m",
					"spring.lifecycle.timeout-per-shutdown-phase=2m")
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
