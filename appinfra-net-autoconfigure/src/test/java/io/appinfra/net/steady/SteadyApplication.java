package io.appinfra.net.steady;

import java.util.concurrent.CountDownLatch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.steady.SteadyTicker.Result;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

/**
 * Lets two tickers tick for ten seconds, reports what they have measured, and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SteadyApplication {

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = SpringApplication.run(SteadyApplication.class, args);
		SharedMap<Result> results = context.getBean(SharedState.class).map("steady", Result.class);
		CountDownLatch measured = new CountDownLatch(2);
		results.onChange((name, result) -> measured.countDown());
		measured.await();
		results.entries()
			.forEach((name, result) -> System.out.println("%s measured=%d drift=%d skipped=%d".formatted(name,
					result.measured(), result.driftNanos(), context.getBean(Tickers.class).status(name).skipped())));
		System.exit(SpringApplication.exit(context));
	}

	@Bean
	@Tick(interval = "10ms", runIn = RunIn.WORKER)
	Ticker remote(SharedState state) {
		return new SteadyTicker("remote", state);
	}

	@Bean
	@Tick(interval = "10ms")
	Ticker local(SharedState state) {
		return new SteadyTicker("local", state);
	}

}
