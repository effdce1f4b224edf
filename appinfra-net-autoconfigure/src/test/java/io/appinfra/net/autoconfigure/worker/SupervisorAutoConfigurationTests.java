package io.appinfra.net.autoconfigure.worker;

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

import io.appinfra.net.Role;
import io.appinfra.net.ServerStartupException;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SupervisorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class, SupervisorAutoConfiguration.class,
				StateAutoConfiguration.class, StateCodecAutoConfiguration.class, JacksonAutoConfiguration.class));

	@Test
	void supervisorWhenNoTickerNamesAWorkerHasNoneAndTellsHowTo(CapturedOutput output) {
		this.runner.withPropertyValues("appinfra.net.workers.unused.stop-timeout=1s")
			.run((context) -> assertThat(context.getBean(WorkerSupervisor.class).names()).isEmpty());
		assertThat(output).containsOnlyOnce("'appinfra.net.workers.unused' has no effect")
			.contains("'appinfra.net.tickers.<name>.worker'");
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
	void startWhenWorkerIsConfiguredWrongTells() {
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
