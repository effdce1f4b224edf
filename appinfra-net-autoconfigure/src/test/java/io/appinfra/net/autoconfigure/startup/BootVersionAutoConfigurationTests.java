package io.appinfra.net.autoconfigure.startup;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

import io.appinfra.net.ServerStartupException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BootVersionAutoConfiguration}.
 */
class BootVersionAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BootVersionAutoConfiguration.class));

	@Test
	void startWhenBootIsTooOldFailsWithVersions() {
		this.contextRunner.withUserConfiguration(Other.class)
			.withClassLoader(new FilteredClassLoader(FailureAnalyzedException.class))
			.run((context) -> {
				assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(ServerStartupException.class)
					.hasMessageContaining("needs Spring Boot 4.1 or later, this is ");
				FailureAnalysis analysis = new BootVersionFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("needs Spring Boot 4.1 or later, this is ");
				assertThat(analysis.getAction()).contains("Use a later version");
			});
	}

	@Test
	void startWhenBootIsRecentSucceeds() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(LooksAtMissingClass.class)
	static class Other {

	}

	static class LooksAtMissingClass implements ConfigurationCondition {

		@Override
		public ConfigurationPhase getConfigurationPhase() {
			return ConfigurationPhase.REGISTER_BEAN;
		}

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			if (!ClassUtils.isPresent(FailureAnalyzedException.class.getName(), context.getClassLoader())) {
				throw new NoClassDefFoundError("Too late");
			}
			return true;
		}

	}

}
