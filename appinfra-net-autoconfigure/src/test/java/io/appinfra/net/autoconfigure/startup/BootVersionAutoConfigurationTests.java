package io.appinfra.net.autoconfigure.startup;

import io.appinfra.net.ServerStartupException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BootVersionAutoConfiguration}.
 */
class BootVersionAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BootVersionAutoConfiguration.class));

	@Test
	void startWhenBootIsTooOldFailsWithVersions() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(FailureAnalyzedException.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServerStartupException.class)
				.hasMessageContaining("needs Spring Boot 4.1 or later, this is "));
	}

	@Test
	void startWhenBootIsRecentSucceeds() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
	}

}
