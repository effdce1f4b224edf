package io.appinfra.net.autoconfigure.state.jdbc;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.jdbc.InnoDbServer;
import io.appinfra.net.state.jdbc.TestMariaDb;
import io.appinfra.net.state.jdbc.TestMySql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of the shared state with the drivers of MariaDB and MySQL, each of which connects
 * to both servers.
 */
@Tag("full")
@Timeout(180)
class InnoDbDriversIT {

	@TempDir
	private Path directory;

	@Test
	void stateIsInMariaDbByEachDriver() throws Exception {
		assumeTrue(TestMariaDb.isInstalled(), "MariaDB's server is not installed");
		try (InnoDbServer server = TestMariaDb.start(this.directory)) {
			check(server, "mysql");
			check(server, "mariadb");
		}
	}

	@Test
	void stateIsInMySqlByEachDriver() throws Exception {
		assumeTrue(TestMySql.isInstalled(), "MYSQLD_HOME names no MySQL server");
		try (InnoDbServer server = TestMySql.start(this.directory)) {
			check(server, "mariadb");
			check(server, "mysql");
		}
	}

	private static void check(InnoDbServer server, String driver) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JacksonAutoConfiguration.class,
					StateCodecAutoConfiguration.class, JdbcStateAutoConfiguration.class, StateAutoConfiguration.class))
			.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "appinfra.net.state.store=jdbc",
					"appinfra.net.state.timeout=30s", "appinfra.net.state.max-value-size=8MB",
					"appinfra.net.state.jdbc.initialize-schema=always", "spring.datasource.url=" + server.url(driver),
					"spring.datasource.username=root")
			.run((context) -> {
				SharedMap<String> map = context.getBean(SharedState.class).map("map", String.class);
				String large = "ü\uD83D\uDE00".repeat(500_000);
				map.put("ü\uD83D\uDE00", large);
				assertThat(map.replace("ü\uD83D\uDE00", large, "small")).isTrue();
				assertThat(map.entries()).containsExactly(Map.entry("ü\uD83D\uDE00", "small"));
				assertThat(context.getBean(SharedState.class).counter("counter").addAndGet(1)).isOne();
			});
	}

}
