package io.appinfra.net.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LookoutProperties}.
 */
class LookoutPropertiesTests {

	@Test
	void bindWhenNothingIsConfiguredHasDefaults() {
		LookoutProperties properties = bind(Map.of());
		assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.targets()).isEmpty();
	}

	@Test
	void bindWhenTargetHasNoNameNamesItAfterItsHost() {
		LookoutProperties properties = bind(Map.of("lookout.targets[0].url", "https://example.org/",
				"lookout.targets[1].url", "https://example.org/a", "lookout.targets[1].name", "a"));
		List<String> names = properties.targets().stream().map((watch) -> watch.target().name()).toList();
		assertThat(names).containsExactly("example.org", "a");
	}

	@Test
	void bindWhenTwoTargetsHaveTheSameNameFails() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(Map.of("lookout.targets[0].url", "http://localhost:8081/", "lookout.targets[1].url",
					"http://localhost:8082/")))
			.havingRootCause()
			.withMessage("two targets are named 'localhost'");
	}

	@Test
	void bindWhenUrlCannotBeProbedFails() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(Map.of("lookout.targets[0].url", "example.org")))
			.havingRootCause()
			.withMessageStartingWith("url is not absolute");
	}

	private static LookoutProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("lookout",
				LookoutProperties.class);
	}

}
