package io.appinfra.net.autoconfigure.shutdown;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.ShutdownProperties;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.WorkersProperties;
import io.appinfra.net.shutdown.DrainLifecycle;
import io.appinfra.net.shutdown.Traffic;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

/**
 * Auto-configuration of the shutdown of the web process.
 */
@AutoConfiguration(after = TickerAutoConfiguration.class)
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties({ ShutdownProperties.class, WorkersProperties.class })
public final class ShutdownAutoConfiguration {

	@Bean
	Traffic drainedTraffic() {
		return new Traffic();
	}

	@Bean
	DrainLifecycle drainLifecycle(Traffic traffic, ShutdownProperties shutdown) {
		return new DrainLifecycle(traffic, shutdown.getDrainDelay(), shutdown.getDrainQuiet());
	}

	@Bean
	ShutdownBudget shutdownBudget(Environment environment, ShutdownProperties shutdown, WorkersProperties workers,
			TickerDefinitions tickers) {
		ShutdownBudget budget = new ShutdownBudget(ShutdownBudget.phase(environment));
		budget.add("appinfra.net.shutdown.drain-delay", shutdown.getDrainDelay());
		budget.add("appinfra.net.shutdown.drain-quiet", shutdown.getDrainQuiet());
		if (!tickers.matching((ticker) -> !ticker.inWorker()).isEmpty()) {
			budget.add("appinfra.net.shutdown.tick-timeout", shutdown.getTickTimeout());
		}
		for (TickerDefinition ticker : tickers.matching(TickerDefinition::inWorker)) {
			String worker = ticker.settings().worker();
			budget.add("appinfra.net.workers.%s.stop-timeout".formatted(worker),
					workers.settings(worker).times().stopTimeout());
		}
		budget.check();
		return budget;
	}

}
