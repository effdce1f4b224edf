package io.appinfra.net;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import io.appinfra.net.fixture.FixtureApplication;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A worker of an application that a test has started: it has the test's properties.
 */
@SpringBootTest(classes = FixtureApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "appinfra.net.worker-defaults.enabled=true",
				"fixture.seen=${fixture.dynamic}, inlined, ${fixture.source} and ${fixture.profile}" })
@TestPropertySource(properties = { "fixture.source=from a source", "fixture.profile=${spring.profiles.active}" })
@ActiveProfiles("of-test")
@DirtiesContext
class SpringBootTestWorkerIT {

	@TempDir
	static Path directory;

	@Autowired
	private SharedState state;

	@Autowired
	private Tickers tickers;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("fixture.directory", () -> directory.toString());
		registry.add("fixture.dynamic", () -> "dynamic");
		registry.add("spring.datasource.url", () -> "jdbc:h2:file:%s/db;AUTO_SERVER=TRUE".formatted(directory));
		registry.add("spring.sql.init.mode", () -> "always");
		registry.add("spring.sql.init.schema-locations", () -> "classpath:io/appinfra/net/fixture/migration.sql");
	}

	@Test
	void workerWhenStartedByATestSeesItsProperties() {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.state.counter("count").get() > 2);
		await().atMost(Duration.ofSeconds(60)).until(() -> this.tickers.status("countingTicker").number() > 0);
		assertThat(this.state.map("ticks", Last.class).get("last").seen())
			.isEqualTo("dynamic, inlined, from a source and of-test");
	}

	record Last(String seen) {

	}

}
