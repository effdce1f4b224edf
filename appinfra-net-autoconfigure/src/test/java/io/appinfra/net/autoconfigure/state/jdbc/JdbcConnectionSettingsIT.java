package io.appinfra.net.autoconfigure.state.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.jdbc.TestPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the shared state in a PostgreSQL with the settings that an application can
 * have for it, and with what it can ask of it.
 */
@Tag("full")
@Timeout(120)
class JdbcConnectionSettingsIT {

	private static TestPostgres postgres;

	private static HikariDataSource owner;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JacksonAutoConfiguration.class,
				StateCodecAutoConfiguration.class, JdbcStateAutoConfiguration.class, StateAutoConfiguration.class))
		.withPropertyValues("appinfra.net.state.store=jdbc", "appinfra.net.state.timeout=30s",
				"appinfra.net.state.jdbc.initialize-schema=always", "spring.datasource.url=" + url(),
				"spring.datasource.username=postgres");

	private final String name = "s" + UUID.randomUUID().toString().replace("-", "");

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = TestPostgres.start();
		owner = postgres.pool("postgres", 2);
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		owner.close();
		postgres.close();
	}

	@Test
	void tablesAreInTheSchemaThatTheApplicationUses() {
		execute("CREATE SCHEMA " + this.name);
		with("spring.datasource.hikari.schema=" + this.name).run((context) -> {
			works(context);
			assertThat(tables()).containsOnly(this.name);
		});
	}

	@Test
	void tablesAreInTheSchemaOfTheirPrefix() {
		execute("CREATE SCHEMA " + this.name);
		with("appinfra.net.state.jdbc.table-prefix=" + this.name + ".LAB_").run((context) -> {
			works(context);
			assertThat(JdbcClient.create(owner)
				.sql("SELECT COUNT(*) FROM %s.lab_entries".formatted(this.name))
				.query(Integer.class)
				.single()).isOne();
		});
	}

	@Test
	void propertiesOfTheDriverAreThoseOfTheApplication() {
		with("spring.datasource.hikari.data-source-properties.ApplicationName=" + this.name)
			.run((context) -> assertThat(JdbcClient.create(owner)
				.sql("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = ?")
				.param(this.name)
				.query(Integer.class)
				.single()).isPositive());
	}

	@Test
	void firstStatementOfConnectionsIsThatOfTheApplication() {
		execute("CREATE SCHEMA " + this.name);
		with("spring.datasource.hikari.connection-init-sql=SET search_path TO " + this.name).run((context) -> {
			works(context);
			assertThat(tables()).containsOnly(this.name);
		});
	}

	@Test
	void stateWhenDataSourceIsALazyProxyIsInTheDatabaseBehindIt() {
		with("spring.datasource.url=").withUserConfiguration(LazyProxy.class).run(this::works);
	}

	@Test
	void startWhenDataSourceRoutesSaysWhatToDo() {
		with("spring.datasource.url=").withUserConfiguration(Routing.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("it is not known which database to connect to"));
	}

	@Test
	void stateWhenDataSourceRoutesIsWhereConnectionDetailsSay() {
		with("spring.datasource.url=").withUserConfiguration(Routing.class, Details.class).run(this::works);
	}

	@Test
	void tablesWhenTheyAreThereNeedNoRightsToCreateThem() {
		with().run(this::works);
		execute("CREATE ROLE %s LOGIN".formatted(this.name));
		execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
		execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + this.name);
		for (String mode : List.of("always", "never", "embedded")) {
			with("spring.datasource.username=" + this.name, "appinfra.net.state.jdbc.initialize-schema=" + mode)
				.run(this::works);
		}
	}

	@Test
	void startWhenTablesAreOldFailsInEveryMode() {
		with("appinfra.net.state.jdbc.table-prefix=" + this.name + "_").run(this::works);
		execute("UPDATE %s_SCHEMA SET VERSION = 0".formatted(this.name));
		for (String mode : List.of("always", "never", "embedded")) {
			with("appinfra.net.state.jdbc.table-prefix=" + this.name + "_",
					"appinfra.net.state.jdbc.initialize-schema=" + mode)
				.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("have version 0"));
		}
	}

	@Test
	void stateWhenThereAreTwoDatabasesIsInThePrimaryOne() {
		with().withUserConfiguration(Primaries.class).run((context) -> {
			works(context);
			assertThat(JdbcClient.create(context.getBean("first", DataSource.class))
				.sql("SELECT COUNT(*) FROM appinfra_entries WHERE namespace = ?")
				.param(this.name)
				.query(Integer.class)
				.single()).isOne();
		});
	}

	@Test
	void startWhenThereAreTwoDatabasesAndNoneIsPrimarySaysWhatToDo() {
		with().withUserConfiguration(WithoutPrimary.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("it is not known which database to connect to"));
	}

	@Test
	void startWhenServerTakesNoWritesSaysSo() {
		with().run(this::works);
		execute("CREATE ROLE %s LOGIN SUPERUSER".formatted(this.name));
		execute("ALTER ROLE %s SET default_transaction_read_only = on".formatted(this.name));
		with("spring.datasource.username=" + this.name).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("25006")
			.hasStackTraceContaining("read-only transaction"));
	}

	@Test
	void writeWhenServerHasTakenNoWritesForAWhileSucceedsOnANewConnection() {
		with().run(this::works);
		execute("CREATE ROLE %s LOGIN SUPERUSER".formatted(this.name));
		with("spring.datasource.username=" + this.name).run((context) -> {
			works(context);
			execute("ALTER ROLE %s SET default_transaction_read_only = on".formatted(this.name));
			execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'".formatted(this.name));
			Awaitility.await().until(() -> isRefused(context));
			execute("ALTER ROLE %s SET default_transaction_read_only = off".formatted(this.name));
			Awaitility.await().ignoreException(StateUnavailableException.class).untilAsserted(() -> works(context));
		});
	}

	private boolean isRefused(ApplicationContext context) {
		try {
			works(context);
			return false;
		}
		catch (StateUnavailableException ex) {
			return ex.getMessage().contains("25006");
		}
	}

	@Test
	void mapTakesOddNamesAndLargeValues() {
		with("appinfra.net.state.timeout=30s", "appinfra.net.state.max-value-size=8MB").run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			for (String odd : List.of(" ", "a b", "{x}", "a:b", "\n\r\t", "ünï\uD83D\uDE00", "%s", "\"'\\", "?", "--",
					"k".repeat(180))) {
				SharedMap<String> map = state.map("odd" + odd, String.class);
				map.put(odd, odd);
				map.putAll(Map.of(odd + odd, odd));
				assertThat(map.entries()).containsOnly(Map.entry(odd, odd), Map.entry(odd + odd, odd));
				assertThat(state.counter(odd).addAndGet(1)).isOne();
				assertThat(state.lock(odd).tryLock(Duration.ZERO)).isPresent();
			}
			SharedMap<String> large = state.map("large", String.class);
			String value = "v".repeat(5_000_000);
			large.put("key", value);
			assertThat(large.get("key")).isEqualTo(value);
			assertThat(large.remove("key")).isEqualTo(value);
		});
	}

	@Test
	void transactionsThatHoldAllConnectionsOfTheApplicationUseTheState() {
		with("spring.datasource.hikari.maximum-pool-size=2").run(JdbcConnectionSettingsIT::useStateInTransactions);
		with("spring.datasource.hikari.maximum-pool-size=2", "spring.datasource.username=sa",
				"spring.datasource.url=jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(this.name))
			.run(JdbcConnectionSettingsIT::useStateInTransactions);
	}

	private static void useStateInTransactions(ApplicationContext context) throws Exception {
		DataSource application = context.getBean(DataSource.class);
		SharedState state = context.getBean(SharedState.class);
		SharedMap<Integer> map = state.map("map", Integer.class);
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(application));
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			List<Future<?>> calls = IntStream.range(0, 320)
				.<Future<?>>mapToObj((i) -> threads.submit(() -> transaction.executeWithoutResult((status) -> {
					JdbcClient.create(application).sql("SELECT 1").query(Integer.class).single();
					map.compute("sum", (key, sum) -> (sum != null) ? sum + 1 : 1);
					map.put("key" + i, i);
					state.counter("count").addAndGet(1);
				})))
				.toList();
			for (Future<?> call : calls) {
				call.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(map.get("sum")).isEqualTo(320);
		assertThat(map.size()).isEqualTo(321);
		assertThat(state.counter("count").get()).isEqualTo(320);
	}

	private ApplicationContextRunner with(String... properties) {
		return this.runner.withPropertyValues("spring.application.name=" + this.name).withPropertyValues(properties);
	}

	private void works(ApplicationContext context) {
		SharedMap<String> map = context.getBean(SharedState.class).map("map", String.class);
		map.put("key", "value");
		assertThat(map.get("key")).isEqualTo("value");
	}

	private List<String> tables() {
		return JdbcClient.create(owner)
			.sql("SELECT schemaname FROM pg_tables WHERE tablename = 'appinfra_entries' AND schemaname = ?")
			.param(this.name)
			.query(String.class)
			.list();
	}

	private static void execute(String sql) {
		new JdbcTemplate(owner).execute(sql);
	}

	private static String url() {
		return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port());
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername("postgres");
		return pool;
	}

	@Configuration(proxyBeanMethods = false)
	static class Primaries {

		@Bean
		@Primary
		HikariDataSource first() {
			return pool(url());
		}

		@Bean
		HikariDataSource second() {
			return pool("jdbc:h2:mem:second");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutPrimary {

		@Bean
		HikariDataSource first() {
			return pool(url());
		}

		@Bean
		HikariDataSource second() {
			return pool("jdbc:h2:mem:second");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyProxy {

		@Bean
		DataSource dataSource() {
			return new LazyConnectionDataSourceProxy(pool(url()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routing {

		@Bean
		DataSource dataSource() {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return "first";
				}

			};
			routing.setTargetDataSources(Map.of("first", pool(url())));
			return routing;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Details {

		@Bean
		JdbcConnectionDetails details() {
			return new JdbcConnectionDetails() {

				@Override
				public String getUsername() {
					return "postgres";
				}

				@Override
				public String getPassword() {
					return "";
				}

				@Override
				public String getJdbcUrl() {
					return url();
				}

			};
		}

	}

}
