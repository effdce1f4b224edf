package io.appinfra.net.operations;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * An application with a worker that holds a lock.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WorkerApplication {

	@Bean
	@Tick(interval = "20ms", runIn = RunIn.WORKER)
	Ticker holding(SharedState state) {
		return new HoldingTicker(state);
	}

}
