package io.appinfra.net.minimal;

import java.util.concurrent.CountDownLatch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

/**
 * Ends as soon as a ticker in a worker and one in this process have ticked.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MinimalApplication {

	private static final CountDownLatch bothTicked = new CountDownLatch(1);

	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = SpringApplication.run(MinimalApplication.class, args);
		bothTicked.await();
		System.out.println("views: " + context.getBeanNamesForType(Object.class).length + " beans, "
				+ context.containsBean("tickersEndpoint") + ", " + context.containsBean("workersHealthIndicator"));
		SharedMap<String> threads = context.getBean(SharedState.class).map("threads", String.class);
		System.out.println("threads: remote %s, local %s".formatted(threads.get("remote"), threads.get("local")));
		System.exit(SpringApplication.exit(context));
	}

	@Bean
	@Tick(interval = "10ms", runIn = RunIn.WORKER)
	Ticker remote(SharedState state) {
		return (tick) -> {
			tellThread(state, "remote");
			state.counter("remote").addAndGet(1);
		};
	}

	@Bean
	@Tick(interval = "10ms")
	Ticker local(SharedState state) {
		return (tick) -> {
			tellThread(state, "local");
			if (state.counter("remote").get() > 0) {
				bothTicked.countDown();
			}
		};
	}

	private static void tellThread(SharedState state, String ticker) {
		boolean virtual = Thread.currentThread().toString().startsWith("VirtualThread[");
		state.map("threads", String.class).put(ticker, virtual ? "virtual" : "platform");
	}

}
