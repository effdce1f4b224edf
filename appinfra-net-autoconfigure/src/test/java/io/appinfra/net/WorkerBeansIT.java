package io.appinfra.net;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of the web process that a worker's have to do with: its meters, and connection
 * details that a test puts into its context alone.
 */
class WorkerBeansIT {

	private static ConfigurableApplicationContext web;

	@BeforeAll
	static void start() {
		SpringApplication application = new SpringApplication(Measuring.class);
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean("ofTheTest",
				JdbcConnectionDetails.class, OfTheTest::new));
		application
			.setDefaultProperties(Map.of("server.port", "0", "spring.datasource.url", "jdbc:h2:mem:of-the-developer"));
		web = application.run();
	}

	@AfterAll
	static void close() {
		web.close();
	}

	@Test
	void metersWhenTickChangesThemAreInTheWebProcess() {
		MeterRegistry registry = web.getBean(MeterRegistry.class);
		await(() -> {
			assertThat(registry.get("ticks.counted").tags("kind", "test").counter().count()).isGreaterThan(3);
			assertThat(registry.get("ticks.timed").timer().totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(30);
			assertThat(registry.get("ticks.sizes").summary().max()).isEqualTo(5);
			assertThat(registry.get("ticks.gauge").gauge().value()).isGreaterThan(3);
		});
		assertThat(registry.find("ticks.gauge").gauges()).hasSize(1);
	}

	@Test
	void connectionDetailsWhenInTheContextAloneAreThoseOfTheWorker() {
		await(() -> assertThat(web.getBean(SharedState.class).map("seen", String.class).get("url"))
			.isEqualTo("jdbc:h2:mem:of-the-test"));
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion);
	}

	record OfTheTest() implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "sa";
		}

		@Override
		public String getPassword() {
			return "";
		}

		@Override
		public String getJdbcUrl() {
			return "jdbc:h2:mem:of-the-test";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Measuring {

		@Bean
		@Tick(interval = "50ms", runIn = RunIn.WORKER)
		Ticker measuring(MeterRegistry registry, DataSource dataSource, SharedState state) {
			AtomicInteger gauge = registry.gauge("ticks.gauge", new AtomicInteger());
			return (tick) -> {
				registry.counter("ticks.counted", "kind", "test").increment();
				registry.timer("ticks.timed").record(Duration.ofMillis(10));
				registry.summary("ticks.sizes").record(5);
				gauge.incrementAndGet();
				state.map("seen", String.class).put("url", ((HikariDataSource) dataSource).getJdbcUrl());
			};
		}

	}

}
