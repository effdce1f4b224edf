package io.appinfra.net.faults;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.WorkerAutoConfiguration;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateData;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * Has a worker that does what it is ordered to, and another that just counts.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ StateCodecAutoConfiguration.class, StateAutoConfiguration.class,
		TickerAutoConfiguration.class, SupervisorAutoConfiguration.class, WorkerAutoConfiguration.class })
class FaultyApplication {

	@Bean
	@Tick(interval = "20ms", runIn = RunIn.WORKER, worker = "faulty")
	Ticker obedient(SharedState state, StateData store) {
		return (tick) -> {
			String order = state.map("orders", String.class).remove("order");
			if (order != null) {
				Fault.valueOf(order).commit(store);
			}
			state.counter("obeyed").addAndGet(1);
		};
	}

	@Bean
	@Tick(interval = "20ms", runIn = RunIn.WORKER, worker = "faulty")
	Ticker neighbour(SharedState state) {
		return (tick) -> state.counter("neighbour").addAndGet(1);
	}

	@Bean
	@Tick(interval = "20ms", runIn = RunIn.WORKER, worker = "sound")
	Ticker sound(SharedState state) {
		return (tick) -> state.counter("sound").addAndGet(1);
	}

}
