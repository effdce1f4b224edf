package io.appinfra.net.faults;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A ticker that a condition keeps out of the worker that it is to run in.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class MissingTickerIT {

	@Test
	void workerWhenItLacksATickerFailsToStartAndNothingTicksInIt(CapturedOutput output) {
		try (FaultRun run = FaultRun.start(Application.class,
				List.of("--only.web=true", "--appinfra.net.workers.default.properties.only.web=false"))) {
			FaultRun.await(() -> run.worker("default").state() == WorkerState.DOWN);
			assertThat(run.reason("default"))
				.contains("it does not have ticker 'webOnly', which the web process has: conditions are not met in a "
						+ "worker: " + WebOnly.class.getName() + " (")
				.contains("only.web");
			assertThat(output).contains("Worker 'default' (pid ")
				.contains("failed to start: killed by the supervisor, because it does not have ticker 'webOnly'");
			assertThat(run.ticker("webOnly").error()).contains("it does not have ticker 'webOnly'");
			assertThatIllegalStateException().isThrownBy(() -> run.bean(Tickers.class).trigger("webOnly"))
				.withMessageContaining("conditions are not met");
			assertThat(run.state().counter("ticks").get()).isZero();
		}
		FaultRun.awaitNoWorkers();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ SmallApplication.class, WebOnly.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("only.web")
	static class WebOnly {

		@Bean
		@Tick(interval = "1s", runIn = RunIn.WORKER)
		Ticker webOnly() {
			return (tick) -> {
			};
		}

	}

}
