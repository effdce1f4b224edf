package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.Ticker;

/**
 * An application that writes each call of its tickers as a line of a file, in which
 * process ever it is. One of them ticks in a worker. With a duration their ticks take so
 * long, and write their ends as well.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ClusteredApplication {

	public static void main(String[] args) {
		SpringApplication.run(ClusteredApplication.class, args);
	}

	@Bean
	@Tick(interval = "50ms", scope = TickScope.CLUSTER, runIn = RunIn.WORKER)
	Ticker alpha(Environment environment) {
		return new Writing("alpha", environment);
	}

	@Bean
	@Tick(interval = "50ms", scope = TickScope.CLUSTER)
	Ticker beta(Environment environment) {
		return new Writing("beta", environment);
	}

	@Bean
	@Tick(interval = "50ms", scope = TickScope.CLUSTER)
	Ticker gamma(Environment environment) {
		return new Writing("gamma", environment);
	}

	@Bean
	@Tick(cron = "* * * * * *", scope = TickScope.CLUSTER)
	@ConditionalOnProperty("clustered.cron")
	Ticker delta(Environment environment) {
		return new Writing("delta", environment);
	}

	@Bean
	@Tick(interval = "50ms", scope = TickScope.CLUSTER)
	@ConditionalOnProperty(name = "clustered.version", havingValue = "2")
	Ticker epsilon(Environment environment) {
		return new Writing("epsilon", environment);
	}

	@Bean
	@ConditionalOnProperty("clustered.redis-port")
	DataRedisConnectionDetails redis(@Value("${clustered.redis-port}") int port) {
		return new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", port);
			}

		};
	}

	private static final class Writing implements Ticker {

		private final String name;

		private final String instance;

		private final Path file;

		private final @Nullable Duration duration;

		private Writing(String name, Environment environment) {
			this.name = name;
			this.instance = environment.getRequiredProperty("appinfra.net.cluster.instance");
			this.file = Path.of(environment.getRequiredProperty("clustered.file"));
			this.duration = environment.getProperty("clustered.duration", Duration.class);
		}

		@Override
		public void onStart() throws IOException {
			write("onStart", 0, 0, 0, 0);
		}

		@Override
		public void tick(TickContext tick) throws IOException, InterruptedException {
			write("tick", tick);
			if (this.duration != null) {
				Thread.sleep(this.duration.toMillis());
				write("end", tick);
			}
		}

		@Override
		public void onStop() throws IOException {
			write("onStop", 0, 0, 0, 0);
		}

		private void write(String method, TickContext tick) throws IOException {
			write(method, tick.number(), tick.fencingToken(), tick.scheduledAt().toEpochMilli(), tick.skipped());
		}

		private void write(String method, long number, long token, long due, long skipped) throws IOException {
			String line = "%s %s %s %d %d %d %d %d %d\n".formatted(this.instance, this.name, method, number, token,
					System.currentTimeMillis(), ProcessHandle.current().pid(), due, skipped);
			Files.writeString(this.file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}

	}

}
