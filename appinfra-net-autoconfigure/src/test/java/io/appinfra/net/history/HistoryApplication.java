package io.appinfra.net.history;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.WorkerAutoConfiguration;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * An application whose workers use the shared state as fast as they can: one with two
 * threads, one with one.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ StateCodecAutoConfiguration.class, StateAutoConfiguration.class,
		TickerAutoConfiguration.class, SupervisorAutoConfiguration.class, WorkerAutoConfiguration.class })
class HistoryApplication {

	/**
	 * The operations from one time that a thread takes the lock to the next.
	 */
	static final int ROUND = 20;

	@Bean
	@Tick(interval = "5ms", runIn = RunIn.WORKER, worker = "one")
	Ticker first(SharedState state, Environment environment) {
		return new LoadTicker("first", state, environment);
	}

	@Bean
	@Tick(interval = "5ms", runIn = RunIn.WORKER, worker = "one")
	Ticker second(SharedState state, Environment environment) {
		return new LoadTicker("second", state, environment);
	}

	@Bean
	@Tick(interval = "5ms", runIn = RunIn.WORKER, worker = "two")
	Ticker third(SharedState state, Environment environment) {
		return new LoadTicker("third", state, environment);
	}

}
