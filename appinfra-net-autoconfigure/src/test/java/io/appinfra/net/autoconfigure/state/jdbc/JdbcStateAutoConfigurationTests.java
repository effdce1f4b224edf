package io.appinfra.net.autoconfigure.state.jdbc;

import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.jdbc.JdbcStateStore;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcStateAutoConfiguration}.
 */
class JdbcStateAutoConfigurationTests {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JacksonAutoConfiguration.class,
				StateCodecAutoConfiguration.class, JdbcStateAutoConfiguration.class, StateAutoConfiguration.class))
		.withPropertyValues("appinfra.net.state.store=jdbc", "appinfra.net.state.timeout=30s",
				"spring.application.name=shop", "spring.datasource.url=" + this.url);

	@Test
	void stateIsInTheDatabaseOfTheApplicationUnderItsName() {
		this.runner.run((context) -> {
			assertThat(context).getBean(StateStore.class).isInstanceOf(JdbcStateStore.class);
			context.getBean(SharedState.class).map("prices", Integer.class).put("a", 1);
			assertThat(JdbcClient.create(context.getBean(DataSource.class))
				.sql("SELECT NAMESPACE FROM APPINFRA_ENTRIES")
				.query(String.class)
				.list()).containsExactly("shop");
		});
	}

	@Test
	void stateIsStillThereAfterARestartAndForOthersOfTheNamespaceOnly() {
		this.runner.run((context) -> context.getBean(SharedState.class).counter("served").addAndGet(3));
		this.runner
			.run((context) -> assertThat(context.getBean(SharedState.class).counter("served").get()).isEqualTo(3));
		this.runner.withPropertyValues("appinfra.net.state.namespace=other")
			.run((context) -> assertThat(context.getBean(SharedState.class).counter("served").get()).isZero());
	}

	@Test
	void tablesHaveTheirPrefix() {
		this.runner.withPropertyValues("appinfra.net.state.jdbc.table-prefix=LAB_")
			.run((context) -> assertThat(JdbcClient.create(context.getBean(DataSource.class))
				.sql("SELECT VERSION FROM LAB_SCHEMA")
				.query(Integer.class)
				.single()).isOne());
	}

	@Test
	void poolOfTheApplicationIsCopiedWhereItMadeItItself() {
		this.runner.withUserConfiguration(OwnPool.class)
			.withPropertyValues("spring.datasource.url=", "lab.url=" + this.url)
			.run((context) -> assertThat(context).getBean(StateStore.class).isInstanceOf(JdbcStateStore.class));
	}

	@Test
	void storeIsLocalByDefault() {
		this.runner.withPropertyValues("appinfra.net.state.store=local")
			.run((context) -> assertThat(context).getBean(StateStore.class).isInstanceOf(LocalStateStore.class));
	}

	@Test
	void startWhenJdbcIsNotOnTheClassPathNamesTheDependency() {
		this.runner.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
			.run(failing((message) -> message.contains("'appinfra.net.state.store' is 'jdbc'",
					"org.springframework.boot:spring-boot-starter-jdbc")));
	}

	@Test
	void startWhenThereIsNoDatabaseSaysWhichPropertyIsMissing() {
		this.runner.withPropertyValues("spring.datasource.url=")
			.withClassLoader(new FilteredClassLoader("org.h2"))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Failed to determine a suitable driver class"));
	}

	@Test
	void startWhenTablesAreAbsentNamesTheScript() {
		this.runner.withPropertyValues("appinfra.net.state.jdbc.initialize-schema=never")
			.run(failing((message) -> message.contains("APPINFRA_SCHEMA", "schema-h2.sql")));
	}

	@Test
	void startWhenDatabaseIsNotReachableSaysWhere() {
		this.runner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/shop?password=secret",
					"appinfra.net.state.timeout=300ms")
			.run(failing((message) -> message
				.contains("'jdbc:postgresql://localhost:1/shop' cannot be reached", "'spring.datasource.*'")
				.doesNotContain("secret")));
	}

	@Test
	void startWhenAnyStatementIsCutOffStarts() throws SQLException {
		try (CutDriver driver = new CutDriver()) {
			for (int statement = 1; statement <= 8; statement++) {
				driver.cut(statement);
				this.runner
					.withPropertyValues("spring.datasource.url=" + CutDriver.url(this.url),
							"spring.datasource.driver-class-name=" + CutDriver.class.getName(),
							"appinfra.net.state.jdbc.table-prefix=T%d_".formatted(statement),
							"appinfra.net.state.jdbc.initialize-schema=always")
					.run((context) -> assertThat(context).hasNotFailed());
				assertThat(driver.hasCut()).isTrue();
			}
		}
	}

	@Test
	void startWhenNamespaceIsMissingSaysSo() {
		this.runner.withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("appinfra.net.state.namespace"));
	}

	@Test
	void startWhenPoolIsTooSmallSaysSo() {
		this.runner.withPropertyValues("appinfra.net.state.jdbc.pool-size=1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("appinfra.net.state.jdbc.pool-size"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.state.timeout=0s", "appinfra.net.state.jdbc.poll-interval=-1s",
			"appinfra.net.state.jdbc.table-prefix=a-b" })
	void startWhenSettingCannotBeExplainsIt(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalArgumentException.class)
				.hasStackTraceContaining(FailureAnalyzedException.class.getName()));
	}

	@Test
	void startWhenLeaseIsTooShortSaysSo() {
		this.runner.withPropertyValues("appinfra.net.cluster.lease=1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("appinfra.net.cluster.lease"));
	}

	private static ContextConsumer<AssertableApplicationContext> failing(Consumer<AbstractStringAssert<?>> message) {
		return (context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof FailureAnalyzedException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isNotNull();
			FailureAnalyzedException analyzed = (FailureAnalyzedException) failure;
			message.accept(assertThat(analyzed.analysis().getDescription() + " " + analyzed.analysis().getAction()));
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPool {

		@Bean
		HikariDataSource dataSource(Environment environment) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(environment.getProperty("lab.url"));
			return pool;
		}

	}

}
