package io.appinfra.net.autoconfigure.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

import io.appinfra.net.Role;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateLimitException;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StateAutoConfiguration} and {@link StateCodecAutoConfiguration}.
 */
class StateAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StateAutoConfiguration.class, StateCodecAutoConfiguration.class));

	@Test
	void sharedStateWhenNothingIsConfiguredIsUsable() {
		this.runner.run((context) -> {
			SharedMap<List<Price>> prices = context.getBean(SharedState.class)
				.map("prices", new ParameterizedTypeReference<>() {
				});
			prices.put("a", List.of(new Price("A", Instant.EPOCH)));
			assertThat(prices.get("a")).containsExactly(new Price("A", Instant.EPOCH));
			assertThat(context.getBean(SharedState.class).lock("lock").tryLock(Duration.ZERO)).isPresent();
			assertThat(context.getBean(StateStore.class).summary().locks().get("lock").owner()).contains("/web-");
		});
	}

	@Test
	void startWhenNameOfInstanceHasSlashNamesTheProperty() {
		this.runner.withPropertyValues("appinfra.net.cluster.instance=a/b")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("appinfra.net.cluster.instance"));
	}

	@Test
	void startWhenNameOfInstanceIsEmptyTakesHostAndProcess() {
		this.runner.withPropertyValues("appinfra.net.cluster.instance=")
			.run((context) -> assertThat(context.getBean(StateSession.class).instance())
				.endsWith("-" + ProcessHandle.current().pid()));
	}

	@Test
	void sharedStateWhenApplicationHasMapperUsesIt() {
		this.runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> {
				byte[] json = context.getBean(StateCodec.class).encode(new Named("a"), Named.class);
				assertThat(json).asString().isEqualTo("{\"first_name\":\"a\"}");
			});
	}

	@Test
	void sharedStateWhenApplicationHasDateFormatKeepsDatesWhole() {
		this.runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.date-format=yyyy-MM-dd", "spring.jackson.time-zone=Asia/Tokyo")
			.run((context) -> {
				SharedMap<Date> dates = context.getBean(SharedState.class).map("dates", Date.class);
				dates.put("a", new Date(1_700_000_012_345L));
				assertThat(dates.get("a")).hasTime(1_700_000_012_345L);
			});
	}

	@Test
	void stateCodecWhenThereAreTwoMappersUsesNeither() {
		this.runner.withUserConfiguration(TwoMappers.class).run((context) -> {
			byte[] json = context.getBean(StateCodec.class).encode(new Named("a"), Named.class);
			assertThat(json).asString().isEqualTo("{\"firstName\":\"a\"}");
		});
	}

	@Test
	void sharedStateWhenProcessIsWorkerIsNotMade() {
		this.runner.withPropertyValues(Role.PROPERTY + "=WORKER")
			.run((context) -> assertThat(context).doesNotHaveBean(SharedState.class)
				.doesNotHaveBean(StateStore.class)
				.hasSingleBean(StateCodec.class));
	}

	@Test
	void stateStoreWhenApplicationHasOneBacksOff() {
		StateStore store = mock(StateStore.class);
		this.runner.withBean(StateStore.class, () -> store).run((context) -> {
			assertThat(context).doesNotHaveBean(LocalStateStore.class);
			context.getBean(SharedState.class).map("map", String.class).clear();
			then(store).should().clear("map");
		});
	}

	@Test
	void stateStoreHasLimitsOfProperties() {
		this.runner.withPropertyValues("appinfra.net.state.max-entries=1", "appinfra.net.state.max-value-size=10B")
			.run((context) -> {
				StateStore store = context.getBean(StateStore.class);
				store.putAll("map", Map.of("a", new byte[10]));
				assertThatExceptionOfType(StateLimitException.class)
					.isThrownBy(() -> store.put("map", "a", new byte[11]));
				assertThatExceptionOfType(StateLimitException.class)
					.isThrownBy(() -> store.put("map", "b", new byte[1]));
			});
	}

	@Test
	void stateStoreWhenLimitIsNotPositiveFailsToStart() {
		this.runner.withPropertyValues("appinfra.net.state.max-entries=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContainingAll("appinfra.net.state.max-entries", "'0'", "positive"));
		this.runner.withPropertyValues("appinfra.net.state.max-value-size=-1KB")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll("appinfra.net.state.max-value-size", "'-1024B'", "positive"));
	}

	@Test
	void stateStoreWhenKindIsUnknownFailsToStart() {
		this.runner.withPropertyValues("appinfra.net.state.store=unknown")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("unknown"));
	}

	@Test
	void stateStoreClosesAfterBeansThatUseIt() {
		this.runner.withUserConfiguration(LastWriter.class).run((context) -> {
			LastWriter writer = context.getBean(LastWriter.class);
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			assertThat(writer.written).isTrue();
			assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(() -> writer.map.get("a"));
		});
	}

	record Price(String symbol, Instant at) {

	}

	record Named(String firstName) {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoMappers {

		@Bean
		JsonMapper snake() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		}

		@Bean
		JsonMapper kebab() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build();
		}

	}

	static class LastWriter implements DisposableBean {

		private final SharedMap<String> map;

		private boolean written;

		LastWriter(SharedState state) {
			this.map = state.map("map", String.class);
		}

		@Override
		public void destroy() {
			this.map.put("a", "last");
			this.written = "last".equals(this.map.get("a"));
		}

	}

}
