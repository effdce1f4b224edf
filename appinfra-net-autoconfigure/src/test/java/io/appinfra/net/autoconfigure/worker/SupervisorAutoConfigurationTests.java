package io.appinfra.net.autoconfigure.worker;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.appinfra.net.Role;
import io.appinfra.net.ServerStartupException;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint;
import io.appinfra.net.supervisor.WorkerSettings;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SupervisorAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SupervisorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class, SupervisorAutoConfiguration.class,
				StateAutoConfiguration.class, StateCodecAutoConfiguration.class, JacksonAutoConfiguration.class));

	@Test
	void supervisorWhenNoTickerNamesAWorkerHasNoneAndSaysHowTo(CapturedOutput output) {
		this.runner.withPropertyValues("appinfra.net.workers.unused.stop-timeout=1s")
			.run((context) -> assertThat(context.getBean(WorkerSupervisor.class).names()).isEmpty());
		assertThat(output).containsOnlyOnce("'appinfra.net.workers.unused' has no effect")
			.contains("'appinfra.net.tickers.<name>.worker'");
	}

	@Test
	void supervisorWhenWorkerIsDisabledHasNoneAndRunsItsTickersInProcess(CapturedOutput output) {
		this.runner.withUserConfiguration(WorkerTicker.class)
			.withPropertyValues("appinfra.net.workers.default.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(WorkerSupervisor.class).names()).isEmpty();
				assertThat(context.getBean(TickerDefinitions.class).matching(TickerDefinition::inWorker)).isEmpty();
			});
		assertThat(output).doesNotContain("has no effect");
	}

	@Test
	void settingsWhenWorkerHasNoneAreThoseOfAllWorkers() {
		this.runner.withPropertyValues("appinfra.net.worker-defaults.stop-timeout=7s",
				"appinfra.net.worker-defaults.main-method=never", "appinfra.net.worker-defaults.restart.max-restarts=9",
				"appinfra.net.worker-defaults.properties.one=1", "appinfra.net.worker-defaults.jvm-args=-Xmx1g",
				"appinfra.net.workers.price-feed.restart.window=2m", "appinfra.net.workers.price-feed.properties.two=2",
				"appinfra.net.workers.price-feed.jvm-args=-Xmx2g")
			.run((context) -> {
				WorkersProperties properties = context.getBean(WorkersProperties.class);
				WorkerSettings own = properties.settings("price-feed");
				assertThat(own.times().stopTimeout()).hasSeconds(7);
				assertThat(own.mainMethod()).isEqualTo(UseMainMethod.NEVER);
				assertThat(own.restart().maxRestarts()).isEqualTo(9);
				assertThat(own.restart().window()).hasMinutes(2);
				assertThat(own.properties()).containsOnly(Map.entry("one", "1"), Map.entry("two", "2"));
				assertThat(own.jvmArgs()).containsExactly("-Xmx2g");
				WorkerSettings other = properties.settings("other");
				assertThat(other.jvmArgs()).containsExactly("-Xmx1g");
				assertThat(other.properties()).containsOnly(Map.entry("one", "1"));
				assertThat(other.restart().window()).hasMinutes(1);
			});
	}

	@Test
	void settingsWhenInEnvironmentVariablesAreThoseOfAWorkerWithADash() {
		Map<String, Object> variables = Map.of("APPINFRA_NET_WORKERS_PRICEFEED_JVMARGS", "-Xmx99m");
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
			.run((context) -> {
				WorkersProperties properties = context.getBean(WorkersProperties.class);
				assertThat(properties.settings("price-feed").jvmArgs()).containsExactly("-Xmx99m");
				assertThat(properties.findUnused(List.of("price-feed"))).isEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.workers.default.standbye=true",
			"appinfra.net.worker-defaults.jvm-arg=-Xmx1g", "appinfra.net.workers.default.restart.windo=1m" })
	void startWhenThereIsNoSuchPropertySaysSo(String property) {
		this.runner.withUserConfiguration(WorkerTicker.class)
			.withBean(ApplicationBlueprint.class, () -> ApplicationBlueprint.of("a.B"))
			.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'%s'".formatted(property.replaceAll("=.*", "")))
				.hasStackTraceContaining(FailureAnalyzedException.class.getName()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx300m -XX:+UseG1GC", "-Xmx512m -Dx=y", "-Dx=y -Xmx512m", "-ea -Dx=y" })
	void startWhenOneEntryHasSeveralFlagsSaysHowToWriteThem(String flags) {
		this.runner.withUserConfiguration(WorkerTicker.class)
			.withPropertyValues("appinfra.net.workers.default.jvm-args[0]=" + flags)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'%s' in jvm-args is more than one flag".formatted(flags)));
	}

	@Test
	void supervisorWhenInWorkerIsAbsent() {
		this.runner.withPropertyValues(Role.PROPERTY + "=WORKER", Role.WORKER_NAME_PROPERTY + "=default")
			.run((context) -> assertThat(context).doesNotHaveBean(WorkerSupervisor.class));
	}

	@Test
	void startWhenNotBySpringApplicationAsksForSources() {
		this.runner.withUserConfiguration(WorkerTicker.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServerStartupException.class)
				.hasMessageContaining("appinfra.net.workers.default.sources"));
	}

	@Test
	void startWhenWorkerIsConfiguredWrongSays() {
		this.runner.withUserConfiguration(WorkerTicker.class)
			.withPropertyValues("appinfra.net.workers.default.restart.multiplier=0.5")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("restart.multiplier must be at least 1")
				.hasStackTraceContaining(FailureAnalyzedException.class.getName()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:jdwp=transport=dt_socket,server=y", "--add-opens=java.base/java.lang,x",
			"-Xmx1g,y" })
	void startWhenCommaTearsAFlagSaysHowToWriteIt(String flags) {
		this.runner.withUserConfiguration(WorkerTicker.class)
			.withPropertyValues("appinfra.net.workers.default.jvm-args=" + flags)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'%s' in jvm-args is no flag".formatted(flags.replaceAll(".*,", "")))
				.hasStackTraceContaining("like jvm-args[0]"));
	}

	@Configuration(proxyBeanMethods = false)
	static class WorkerTicker {

		@Bean
		@Tick(interval = "1s", runIn = RunIn.WORKER)
		Ticker feed() {
			return (tick) -> {
			};
		}

	}

}
