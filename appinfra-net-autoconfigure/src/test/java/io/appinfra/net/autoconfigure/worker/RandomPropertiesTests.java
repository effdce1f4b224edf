package io.appinfra.net.autoconfigure.worker;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RandomProperties}.
 */
class RandomPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	RandomPropertiesTests() {
		RandomValuePropertySource.addToEnvironment(this.environment);
		ConfigurationPropertySources.attach(this.environment);
	}

	@Test
	void valueWhenRandomIsTheSameEachTime() {
		add("low", Map.of("id", "shop-${random.uuid}", "plain", "x", "derived", "${id}"));
		RandomProperties.fix(this.environment);
		String id = this.environment.getProperty("id");
		assertThat(id).startsWith("shop-").hasSize(41);
		assertThat(this.environment.getProperty("id")).isEqualTo(id);
		assertThat(this.environment.getProperty("derived")).isEqualTo(id);
		assertThat(this.environment.getPropertySources().get("appinfraRandom").getSource()).isEqualTo(Map.of("id", id));
	}

	@Test
	void valueWhenOverriddenByOneThatIsNotRandomIsLeft() {
		add("low", Map.of("id", "${random.uuid}"));
		add("high", Map.of("id", "fixed"));
		RandomProperties.fix(this.environment);
		assertThat(this.environment.getProperty("id")).isEqualTo("fixed");
	}

	@Test
	void valueWhenOfAnEnvironmentVariableIsTheSameForTheProperty() {
		this.environment.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.of("SHOP_ID", "${random.uuid}")));
		RandomProperties.fix(this.environment);
		assertThat(this.environment.getProperty("shop.id")).hasSize(36)
			.isEqualTo(this.environment.getProperty("shop.id"));
	}

	private void add(String name, Map<String, Object> values) {
		this.environment.getPropertySources().addAfter("configurationProperties", new MapPropertySource(name, values));
	}

}
