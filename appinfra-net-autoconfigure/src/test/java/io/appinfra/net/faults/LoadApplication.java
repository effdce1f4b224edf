package io.appinfra.net.faults;

import java.nio.file.Path;
import java.util.List;

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
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * Has four workers that put load on the shared state.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ StateCodecAutoConfiguration.class, StateAutoConfiguration.class,
		TickerAutoConfiguration.class, SupervisorAutoConfiguration.class, WorkerAutoConfiguration.class })
class LoadApplication {

	static final List<String> WORKERS = List.of("one", "two", "three", "four");

	static final List<String> TICKERS = List.of("first", "second", "third", "fourth", "fifth");

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

	@Bean
	@Tick(interval = "5ms", runIn = RunIn.WORKER, worker = "three")
	Ticker fourth(SharedState state, Environment environment) {
		return new LoadTicker("fourth", state, environment);
	}

	@Bean
	@Tick(interval = "5ms", runIn = RunIn.WORKER, worker = "four")
	Ticker fifth(SharedState state, Environment environment) {
		return new LoadTicker("fifth", state, environment);
	}

	private static final class LoadTicker implements Ticker {

		private final String name;

		private final SharedState state;

		private final Environment environment;

		private Load load;

		private LoadTicker(String name, SharedState state, Environment environment) {
			this.name = name;
			this.state = state;
			this.environment = environment;
		}

		@Override
		public void onStart() {
			Path directory = Path.of(this.environment.getRequiredProperty("load.directory"));
			this.load = new Load(this.name, directory, this.state);
		}

		@Override
		public void tick(TickContext tick) throws InterruptedException {
			this.load.round();
		}

	}

}
