package io.appinfra.net.worker;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.StandardEnvironment;

import io.appinfra.net.Role;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Adaptation}.
 */
class AdaptationTests {

	@Test
	void environmentOfOtherApplicationIsThatOfAWorkerButOfNoWebApplication() {
		Adaptation adaptation = new Adaptation(
				Map.of(Role.WORKER_NAME_PROPERTY, "default", Role.CONTEXT_PATH_PROPERTY, "/shop"), (context) -> {
				});
		StandardEnvironment environment = new StandardEnvironment();
		adaptation.differ(environment);
		assertThat(environment.getProperty(Role.WORKER_NAME_PROPERTY)).isEqualTo("default");
		assertThat(environment.containsProperty(Role.CONTEXT_PATH_PROPERTY)).isFalse();
	}

}
