package io.appinfra.net.operations;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.actuate.SharedStateEndpoint;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.LockHolder;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * The endpoint {@code sharedstate} over HTTP.
 */
class SharedStateEndpointIT {

	private static final String SHOW_VALUES = "management.endpoint.sharedstate.show-values=";

	private static OperatedApplication plain;

	@BeforeAll
	static void startPlain() {
		plain = start();
		fill(plain.bean(SharedState.class));
	}

	@AfterAll
	static void closePlain() {
		plain.close();
	}

	@Test
	void readIsAsInTheContractAndHasNoValues() {
		try (OperatedApplication application = start(SHOW_VALUES + "always")) {
			SharedState state = application.bean(SharedState.class);
			assertThat(application.get("/actuator/sharedstate").toString())
				.isEqualTo("{\"maps\":{},\"counters\":{},\"locks\":{}}");
			fill(state);
			try (HeldLock lock = state.lock("import").tryLock(Duration.ZERO).orElseThrow()) {
				assertThat(application.get("/actuator/sharedstate").toString()).isEqualTo(
						"""
								{"maps":{"prices":{"size":2,"bytes":19}},\
								"counters":{"served":{"value":7}},\
								"locks":{"import":{"held":true,"holder":{"role":"WEB","pid":%d},"fencingToken":%d,"waiting":0}}}"""
							.formatted(ProcessHandle.current().pid(), lock.fencingToken()));
			}
			assertThat(application.get("/actuator/sharedstate").at("/locks").isEmpty()).isTrue();
		}
	}

	@Test
	void readOfMapWhenValuesAreShownHasTheFirstOfThem() {
		try (OperatedApplication application = start(SHOW_VALUES + "always")) {
			fill(application.bean(SharedState.class));
			assertThat(application.get("/actuator/sharedstate/prices", 200).toString())
				.isEqualTo("{\"size\":2,\"bytes\":19,\"entries\":{\"ACME\":{\"eur\":1.5},\"B\":[1]}}");
			assertThat(application.get("/actuator/sharedstate/prices?limit=1", 200).toString())
				.isEqualTo("{\"size\":2,\"bytes\":19,\"entries\":{\"ACME\":{\"eur\":1.5}}}");
		}
	}

	@Test
	void readOfMapWhenValuesAreLargeShowsOneMebibyteOfThem() {
		try (OperatedApplication application = start(SHOW_VALUES + "always")) {
			String large = "x".repeat(700_000);
			application.bean(SharedState.class).map("large", String.class).putAll(Map.of("a", large, "b", large));
			JsonNode map = application.get("/actuator/sharedstate/large", 200);
			assertThat(map.at("/size").asInt()).isEqualTo(2);
			assertThat(map.at("/entries").propertyNames()).containsExactly("a");
		}
	}

	@ParameterizedTest
	@CsvSource({ "never", "when-authorized" })
	void readOfMapWhenValuesAreNotShownHasNeitherKeysNorValues(String show) {
		try (OperatedApplication application = start(SHOW_VALUES + show)) {
			fill(application.bean(SharedState.class));
			assertThat(application.get("/actuator/sharedstate/prices", 200).toString())
				.isEqualTo("{\"size\":2,\"bytes\":19}");
		}
	}

	@Test
	void readOfMapWhenNothingIsConfiguredHasNeitherKeysNorValues() {
		assertThat(plain.get("/actuator/sharedstate/prices", 200).has("entries")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nothing        | 404 | There is no shared map 'nothing'
			prices?limit=0 | 400 | The limit must be from 1 to 1000, but is 0
			prices?limit=1001 | 400 | The limit must be from 1 to 1000, but is 1001
			""")
	void readOfMapWhenItMakesNoSenseIsRefusedWithReason(String path, int status, String reason) {
		assertThat(plain.get("/actuator/sharedstate/" + path, status).toString())
			.isEqualTo("{\"reason\":\"%s\"}".formatted(reason));
	}

	@Test
	void readWhenStoreHasNoSummarySaysSo() {
		try (OperatedApplication application = OperatedApplication.start(SilentApplication.class)) {
			assertThat(application.get("/actuator/sharedstate", 501).toString())
				.isEqualTo("{\"reason\":\"Ask the store itself\"}");
			assertThat(application.get("/actuator/sharedstate/prices", 501).at("/reason").asString())
				.isEqualTo("Ask the store itself");
		}
	}

	@Test
	void endpointWhenInWorkerIsAbsent() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withBean("appinfraStateData", StateData.class,
					() -> mock(StateData.class, withSettings().extraInterfaces(LockHolder.class)))
			.withPropertyValues("appinfra.net.role=WORKER", "appinfra.net.worker-name=default",
					"management.endpoints.web.exposure.include=*", "spring.datasource.generate-unique-name=true")
			.run((context) -> assertThat(context).doesNotHaveBean(SharedStateEndpoint.class));
	}

	private static void fill(SharedState state) {
		state.map("prices", Object.class).putAll(Map.of("ACME", Map.of("eur", 1.5), "B", List.of(1)));
		state.counter("served").set(7);
	}

	private static OperatedApplication start(String... properties) {
		return OperatedApplication.start(Application.class, properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SilentApplication {

		@Bean
		StateStore stateStore() {
			StateStore store = mock(StateStore.class);
			given(store.summary()).willThrow(new UnsupportedOperationException("Ask the store itself"));
			return store;
		}

	}

}
