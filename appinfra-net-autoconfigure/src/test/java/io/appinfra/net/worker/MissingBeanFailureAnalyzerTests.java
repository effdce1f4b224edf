package io.appinfra.net.worker;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import io.appinfra.net.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

/**
 * Tests for {@link MissingBeanFailureAnalyzer}.
 */
class MissingBeanFailureAnalyzerTests {

	@Test
	void analyzeWhenInWorkerSaysWhoNeedsWhatAndWhatToDo() {
		FailureAnalysis analysis = analyze(Role.WORKER);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).startsWith("Bean 'missingBeanFailureAnalyzerTests.Service' (")
			.endsWith("needs a bean of type 'java.time.Clock', which worker 'market' does not have.");
		assertThat(analysis.getAction()).contains("web server", "@ConditionalOnRole", "ObjectProvider", "in-process");
	}

	@Test
	void analyzeWhenInWebProcessIsNull() {
		assertThat(analyze(Role.WEB)).isNull();
	}

	private static @Nullable FailureAnalysis analyze(Role role) {
		MockEnvironment environment = new MockEnvironment().withProperty(Role.PROPERTY, role.name())
			.withProperty(Role.WORKER_NAME_PROPERTY, "market");
		Exception failure = catchException(() -> new AnnotationConfigApplicationContext(Service.class).close());
		return new MissingBeanFailureAnalyzer(environment).analyze(failure);
	}

	static class Service {

		Service(Clock clock) {
		}

	}

}
