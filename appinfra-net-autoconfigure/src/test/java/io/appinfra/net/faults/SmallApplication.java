package io.appinfra.net.faults;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
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
 * Has a worker that reports each tick, and spins in the third if it is to.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ StateCodecAutoConfiguration.class, StateAutoConfiguration.class,
		TickerAutoConfiguration.class, SupervisorAutoConfiguration.class, WorkerAutoConfiguration.class })
class SmallApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SmallApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setKeepAlive(true);
		application.run(args);
	}

	@Bean
	@Tick(interval = "20ms", runIn = RunIn.WORKER)
	Ticker small(SharedState state, Environment environment) {
		boolean spins = environment.getProperty("spin", boolean.class, false);
		return (tick) -> {
			System.out.println("tick " + state.counter("ticks").addAndGet(1));
			while (spins && tick.number() == 3) {
				Thread.onSpinWait();
			}
		};
	}

}
