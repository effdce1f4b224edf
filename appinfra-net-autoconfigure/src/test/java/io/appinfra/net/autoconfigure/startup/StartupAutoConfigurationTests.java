package io.appinfra.net.autoconfigure.startup;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.appinfra.net.autoconfigure.properties.PropertyGroup;
import io.appinfra.net.autoconfigure.state.jdbc.JdbcStateProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartupAutoConfiguration}.
 */
class StartupAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StartupAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.worker.default.standby=true", "appinfra.net.ticker.x.interval=1s",
			"appinfra.net.handler.x.path=/x", "appinfra.net.workers-default.standby=true", "appinfra.net.stat=x" })
	void startWhenGroupIsMisspeltFailsWithPropertyAndGroups(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("'" + property.substring(0, property.indexOf('=')) + "'")
				.hasMessageContaining("below 'appinfra.net' there are [handlers, handler-defaults, "));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			appinfra.net.state.stor=redis, below 'appinfra.net.state' there are [store
			appinfra.net.state.redis.wait=1, below 'appinfra.net.state.redis' there are [wait-replicas
			appinfra.net.state.jdbc.pool=1, below 'appinfra.net.state.jdbc' there are [table-prefix
			appinfra.net.cluster.leese=3s, below 'appinfra.net.cluster' there are [lease
			appinfra.net.shutdown.drain=3s, below 'appinfra.net.shutdown' there are [drain-delay
			appinfra.net.http.waiting-threads=3, below 'appinfra.net.http' there are [max-waiting-threads
			""")
	void startWhenKeyIsMisspeltFailsWithPropertyAndKeys(String property, String message) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("'" + property.substring(0, property.indexOf('=')) + "'")
				.hasMessageContaining(message));
	}

	@Test
	void keysOfTheStoreInADatabaseAreThoseOfItsProperties() {
		assertThat(StartupAutoConfiguration.JDBC_KEYS).isEqualTo(PropertyGroup.keys(JdbcStateProperties.class));
	}

	@Test
	void startWhenKeysAreSpeltRightSucceeds() {
		this.contextRunner
			.withPropertyValues("appinfra.net.state.store=local", "appinfra.net.state.maxEntries=5",
					"appinfra.net.state.redis.wait-timeout=1s", "appinfra.net.state.jdbc.tablePrefix=A_",
					"appinfra.net.cluster.instance=a", "appinfra.net.shutdown.tick-timeout=1s",
					"appinfra.net.http.max-waiting-threads=3")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenGroupsAreSpeltRightSucceeds() {
		this.contextRunner
			.withPropertyValues("appinfra.net.tickers.x.interval=1s", "appinfra.net.workerDefaults.standby=true",
					"appinfra.net.handlers[a.b].path=/x", "appinfra.network.x=1", "appinfra.netx=1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenVariablesAreThoseThatKubernetesSetsForAServiceSucceeds() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("APPINFRA_NET_SERVICE_HOST", "10.0.0.1", "APPINFRA_NET_PORT_80_TCP", "tcp://10.0.0.1:80",
								"APPINFRA_NET_STATE_SERVICE_HOST", "10.0.0.2"))))
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
