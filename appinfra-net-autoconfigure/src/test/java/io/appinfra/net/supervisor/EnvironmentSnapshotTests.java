package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnvironmentSnapshot}.
 */
class EnvironmentSnapshotTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final MutablePropertySources sources = this.environment.getPropertySources();

	@Test
	void propertiesKeepsSourcesInOrder() {
		this.sources.addFirst(source("first", Map.of("a", "1")));
		this.sources.addLast(source("last", Map.of("a", "2")));
		assertThat(snapshot()).extracting(Properties::name)
			.containsExactly("first", "systemProperties", "systemEnvironment", "last");
		assertThat(values("first")).containsOnly(Map.entry("a", "1"));
		assertThat(values("last")).containsOnly(Map.entry("a", "2"));
	}

	@Test
	void propertiesTellsOnlyThePlaceOfWhatEachProcessHas() {
		assertThat(values("systemProperties")).isEmpty();
		assertThat(values("systemEnvironment")).isEmpty();
	}

	@Test
	void propertiesLeavesOutWhatHasBeenResolved() {
		this.sources.addFirst(source("args", Map.of("spring.config.location", "x", "spring.profiles.active", "y",
				"spring.config.import", "z", "spring.configuration", "kept")));
		assertThat(values("args")).containsOnlyKeys("spring.configuration");
	}

	@Test
	void propertiesLeavesOutSourcesThatEachProcessMakes() {
		this.sources.addFirst(source("configurationProperties", Map.of("a", "1")));
		this.sources.addFirst(source("applicationInfo", Map.of("spring.application.pid", 5)));
		this.sources.addFirst(unlisted("unlisted"));
		assertThat(snapshot()).extracting(Properties::name).containsExactly("systemProperties", "systemEnvironment");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnOfUnlistedTellsOfThoseThatNoProcessMakesItself(CapturedOutput output) {
		this.sources.addFirst(source("listed", Map.of("a", "1")));
		this.sources.addFirst(new StubPropertySource("stub"));
		this.sources.addFirst(new RandomValuePropertySource());
		ConfigurationPropertySources.attach(this.environment);
		EnvironmentSnapshot.warnOfUnlisted(this.environment);
		assertThat(output).isEmpty();
		this.sources.addFirst(unlisted("vault"));
		EnvironmentSnapshot.warnOfUnlisted(this.environment);
		assertThat(output).containsOnlyOnce("Workers do not have the properties of").contains("'vault'");
	}

	@Test
	void propertiesKeepsPlaceholdersUnresolved() {
		this.sources.addFirst(source("first", Map.of("a", "${b:c}")));
		assertThat(values("first")).containsEntry("a", "${b:c}");
	}

	@Test
	void propertiesKeepsPlainValuesAndMakesTextOfOthers() {
		this.sources.addFirst(source("first", Map.of("number", 5, "truth", true, "text", "t", "duration",
				Duration.ofSeconds(5), "builder", new StringBuilder("b"))));
		assertThat(values("first")).containsOnly(Map.entry("number", 5), Map.entry("truth", true),
				Map.entry("text", "t"), Map.entry("duration", "PT5S"), Map.entry("builder", "b"));
	}

	@Test
	void propertiesKeepsListsArraysAndSetsAsLists() {
		this.sources.addFirst(source("first", Map.of("list", List.of("a", 1, Duration.ofSeconds(5)), "array",
				new String[] { "a", "b" }, "numbers", new int[] { 1, 2 }, "set", Set.of("a"))));
		assertThat(values("first")).containsOnly(Map.entry("list", List.of("a", 1, "PT5S")),
				Map.entry("array", List.of("a", "b")), Map.entry("numbers", List.of(1, 2)),
				Map.entry("set", List.of("a")));
	}

	@Test
	void systemPropertiesLeavesOutThoseOfThisProcess() {
		System.setProperty("appinfra.test", "value");
		System.setProperty("LOG_FILE", "x.log");
		try {
			assertThat(EnvironmentSnapshot.systemProperties()).containsEntry("appinfra.test", "value")
				.doesNotContainKeys("LOG_FILE", "java.class.path", "java.io.tmpdir", "PID");
		}
		finally {
			System.clearProperty("appinfra.test");
			System.clearProperty("LOG_FILE");
		}
	}

	private Map<String, Object> values(String source) {
		return snapshot().stream()
			.filter((properties) -> properties.name().equals(source))
			.map(Properties::values)
			.findFirst()
			.orElseThrow();
	}

	private List<Properties> snapshot() {
		return EnvironmentSnapshot.properties(this.environment);
	}

	private static PropertySource<?> unlisted(String name) {
		return new PropertySource<>(name, new Object()) {

			@Override
			public Object getProperty(String name) {
				return "value";
			}

		};
	}

	private static PropertySource<?> source(String name, Map<String, Object> values) {
		return new MapPropertySource(name, values);
	}

}
