package io.appinfra.net.remote.lifecycle;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.CompositePropertySource;
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
	void propertiesSaysOnlyThePlaceOfWhatEachProcessHas() {
		assertThat(values("systemProperties")).isEmpty();
		assertThat(values("systemEnvironment")).isEmpty();
	}

	@Test
	void propertiesKeepsProfilesAndVersionAndLeavesOutTheProcessId() {
		this.sources.addFirst(source("applicationInfo", Map.of("spring.profiles.active", "y",
				"spring.application.version", "7.7", "spring.application.pid", 5)));
		assertThat(values("applicationInfo")).containsOnly(Map.entry("spring.profiles.active", "y"),
				Map.entry("spring.application.version", "7.7"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void propertiesLeavesOutWhatCannotBeReadAndWarnsOnce(CapturedOutput output) {
		this.sources.addFirst(new MapPropertySource("encrypted", Map.of("readable", "1", "legacy.password", "2")) {

			@Override
			public Object getProperty(String name) {
				if (name.equals("legacy.password")) {
					throw new IllegalStateException("cannot decrypt");
				}
				return super.getProperty(name);
			}

		});
		assertThat(values("encrypted")).containsOnlyKeys("readable");
		assertThat(values("encrypted")).containsOnlyKeys("readable");
		assertThat(output).containsOnlyOnce("'legacy.password' (java.lang.IllegalStateException: cannot decrypt)");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void propertiesKeepsWhatACompositeListsAndWarnsOfTheOthers(CapturedOutput output) {
		CompositePropertySource composite = new CompositePropertySource("composite");
		composite.addPropertySource(unlisted("hidden"));
		composite.addPropertySource(source("one", Map.of("a", "1")));
		composite.addPropertySource(source("two", Map.of("a", "2", "b", "2")));
		this.sources.addFirst(composite);
		assertThat(values("composite")).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
		EnvironmentSnapshot.warnOfUnlisted(this.environment);
		assertThat(output).containsOnlyOnce("do not have the properties of").contains("'hidden'");
	}

	@Test
	void propertiesLeavesOutSourcesThatEachProcessMakes() {
		this.sources.addFirst(source("configurationProperties", Map.of("a", "1")));
		this.sources.addFirst(unlisted("unlisted"));
		assertThat(snapshot()).extracting(Properties::name).containsExactly("systemProperties", "systemEnvironment");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnOfUnlistedSaysOfThoseThatNoProcessMakesItself(CapturedOutput output) {
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
