package io.appinfra.net.worker.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.NotWritablePropertyException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DataSourceInitializer;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Stores}: what is in a store stays as it is when a worker starts and
 * stops.
 */
class StoresTests {

	@Test
	void databaseWhenTickerNeedsItsInitializersStaysAsItIs() {
		JdbcTemplate database = new JdbcTemplate(Database.dataSource("kept"));
		database.execute("create table kept (id int)");
		try (Worker worker = Worker.of(Database.class, NeedsInitializers.class)) {
			assertThat(worker.get(DataSourceInitializer.class)).isNotNull();
			assertThat(tables(database)).isOne();
		}
		assertThat(tables(database)).isOne();
	}

	@Test
	void databaseWhenInitializerIsIncludedIsChanged() {
		JdbcTemplate database = new JdbcTemplate(Database.dataSource("included"));
		database.execute("create table kept (id int)");
		try (Worker worker = Worker.with("appinfra.net.worker-defaults.include", "initializer", Database.class)) {
			assertThat(worker.get(JdbcTemplate.class).queryForList("select * from made")).isEmpty();
		}
	}

	private static int tables(JdbcTemplate database) {
		return database.queryForObject("select count(*) from information_schema.tables where table_schema = 'PUBLIC'",
				Integer.class);
	}

	@Test
	void schemaWhenClientWouldMakeItIsNotMade() {
		AbstractEntityManagerFactoryBean factory = new AbstractEntityManagerFactoryBean();
		factory.jpaPropertyMap.put("hibernate.hbm2ddl.auto", "create-drop");
		factory.jpaPropertyMap.put("jakarta.persistence.schema-generation.database.action", "drop-and-create");
		Stores.leaveAsTheyAre(factory);
		assertThat(factory.jpaPropertyMap).containsEntry("hibernate.hbm2ddl.auto", "none")
			.containsEntry("jakarta.persistence.schema-generation.database.action", "none")
			.containsEntry("eclipselink.ddl-generation", "none");
	}

	@Test
	void schemaWhenClientValidatesItIsValidated() {
		AbstractEntityManagerFactoryBean factory = new AbstractEntityManagerFactoryBean();
		factory.jpaPropertyMap.put("hibernate.hbm2ddl.auto", "validate");
		Stores.leaveAsTheyAre(factory);
		assertThat(factory.jpaPropertyMap).containsEntry("hibernate.hbm2ddl.auto", "validate")
			.doesNotContainKey("jakarta.persistence.schema-generation.database.action");
	}

	@Test
	void schemaWhenSessionFactoryWouldMakeItIsNotMade() {
		LocalSessionFactoryBean factory = new LocalSessionFactoryBean();
		factory.hibernateProperties.put("hibernate.hbm2ddl.auto", "update");
		Stores.leaveAsTheyAre(factory);
		assertThat(factory.hibernateProperties).containsEntry("hibernate.hbm2ddl.auto", "none");
	}

	@Test
	void clientsWhenTheyHaveASwitchAreSwitchedOff() {
		SessionFactoryFactoryBean cassandra = new SessionFactoryFactoryBean();
		MongoMappingContext mongo = new MongoMappingContext();
		KafkaAdmin kafka = new KafkaAdmin();
		RabbitAdmin rabbit = new RabbitAdmin();
		RedisKeyValueAdapter redis = new RedisKeyValueAdapter();
		EurekaClientConfigBean eureka = new EurekaClientConfigBean();
		JdbcIndexedSessionRepository sessions = new JdbcIndexedSessionRepository();
		ProcessEngine engine = new ProcessEngine();
		MongoRepositoryFactoryBean repository = new MongoRepositoryFactoryBean();
		PgVectorStoreProperties vectors = new PgVectorStoreProperties();
		List.of(cassandra, mongo, kafka, rabbit, redis, eureka, sessions, engine, repository, vectors)
			.forEach(Stores::leaveAsTheyAre);
		assertThat(cassandra.schemaAction).isEqualTo(SchemaAction.NONE);
		assertThat(mongo.autoIndexCreation).isFalse();
		assertThat(kafka.autoCreate).isFalse();
		assertThat(rabbit.autoStartup).isFalse();
		assertThat(redis.enableKeyspaceEvents).isEqualTo(KeyspaceEvents.OFF);
		assertThat(eureka.registerWithEureka).isFalse();
		assertThat(cassandra.keyspacePopulator).isNull();
		assertThat(cassandra.keyspaceCleaner).isNull();
		assertThat(sessions.cleanupCron).isEqualTo("-");
		assertThat(engine.databaseSchemaUpdate).isEqualTo("false");
		assertThat(repository.createIndexesForQueryMethods).isFalse();
		assertThat(vectors.initializeSchema).isFalse();
	}

	@Test
	void clientWhenItsSwitchHasAnotherNameIsRefused() {
		assertThatExceptionOfType(NotWritablePropertyException.class)
			.isThrownBy(() -> Stores.leaveAsTheyAre(new RedisIndexedSessionRepository()));
	}

	@Test
	void keyspacesWhenSessionWouldMakeThemAreNotMade() {
		CqlSessionFactoryBean session = new CqlSessionFactoryBean();
		Stores.leaveAsTheyAre(session);
		assertThat(session.lists).hasSize(8).allSatisfy((property, list) -> assertThat(list).isEmpty());
	}

	@Test
	void migrationWhenItIsWhatABeanDoesAtItsStartIsLeftOut() {
		assertThat(Stores.isInitializer(new Flyway())).isTrue();
		assertThat(Stores.isInitializer(new MultiTenantSpringLiquibase())).isTrue();
	}

	@Test
	void jobsWhenSchedulerWouldStoreThemAreNotStored() {
		SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
		scheduler.setJobDetails("job");
		scheduler.setTriggers("trigger");
		Stores.leaveAsTheyAre(scheduler);
		assertThat(scheduler.jobDetails).isEmpty();
		assertThat(scheduler.triggers).isEmpty();
	}

	@Test
	void beanWhenItIsNoClientOfAStoreIsLeftAlone() {
		Stores.leaveAsTheyAre("text");
		assertThat(Stores.isInitializer(new Database())).isFalse();
		assertThat(Stores.isInitializer(new SpringLiquibase())).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	static class Database {

		static DataSource dataSource(String name) {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(name));
			return dataSource;
		}

		@Bean
		DataSource dataSource() {
			return dataSource("included");
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		DataSourceInitializer initializer(DataSource dataSource) {
			DataSourceInitializer initializer = new DataSourceInitializer();
			initializer.setDataSource(dataSource);
			initializer.setDatabasePopulator(script("create table made (id int)"));
			initializer.setDatabaseCleaner(script("drop table kept"));
			return initializer;
		}

	}

	private static ResourceDatabasePopulator script(String sql) {
		return new ResourceDatabasePopulator(new ByteArrayResource(sql.getBytes()));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SpringLiquibase.class)
	static class NeedsInitializers {

		@Bean
		DataSource dataSource() {
			return Database.dataSource("kept");
		}

		@Bean
		DataSourceScriptDatabaseInitializer scripts(DataSource dataSource) {
			DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
			settings.setSchemaLocations(List.of("classpath:io/appinfra/net/fixture/migration.sql"));
			return new DataSourceScriptDatabaseInitializer(dataSource, settings);
		}

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(DataSourceInitializer initializer, DataSourceScriptDatabaseInitializer scripts,
				SpringLiquibase liquibase) {
			return (tick) -> {
			};
		}

	}

	/**
	 * The classes below have the names of others, by which these are known.
	 */
	static class AbstractEntityManagerFactoryBean {

		private final Map<String, Object> jpaPropertyMap = new HashMap<>();

		public Map<String, Object> getJpaPropertyMap() {
			return this.jpaPropertyMap;
		}

	}

	static class LocalSessionFactoryBean {

		private final Properties hibernateProperties = new Properties();

		public Properties getHibernateProperties() {
			return this.hibernateProperties;
		}

	}

	enum SchemaAction {

		CREATE, NONE

	}

	static class SessionFactoryFactoryBean {

		private SchemaAction schemaAction = SchemaAction.CREATE;

		private @Nullable String keyspacePopulator = "script";

		private @Nullable String keyspaceCleaner = "script";

		public void setSchemaAction(SchemaAction schemaAction) {
			this.schemaAction = schemaAction;
		}

		public void setKeyspaceCleaner(@Nullable String keyspaceCleaner) {
			this.keyspaceCleaner = keyspaceCleaner;
		}

		public void setKeyspacePopulator(@Nullable String keyspacePopulator) {
			this.keyspacePopulator = keyspacePopulator;
		}

	}

	static class CqlSessionFactoryBean {

		private final Map<String, List<String>> lists = new HashMap<>();

		public void setKeyspaceActions(List<String> list) {
			this.lists.put("keyspaceActions", list);
		}

		public void setKeyspaceCreations(List<String> list) {
			this.lists.put("keyspaceCreations", list);
		}

		public void setKeyspaceAlterations(List<String> list) {
			this.lists.put("keyspaceAlterations", list);
		}

		public void setKeyspaceDrops(List<String> list) {
			this.lists.put("keyspaceDrops", list);
		}

		public void setKeyspaceStartupScripts(List<String> list) {
			this.lists.put("keyspaceStartupScripts", list);
		}

		public void setKeyspaceShutdownScripts(List<String> list) {
			this.lists.put("keyspaceShutdownScripts", list);
		}

		public void setStartupScripts(List<String> list) {
			this.lists.put("startupScripts", list);
		}

		public void setShutdownScripts(List<String> list) {
			this.lists.put("shutdownScripts", list);
		}

	}

	static class JdbcIndexedSessionRepository {

		private String cleanupCron = "0 * * * * *";

		public void setCleanupCron(String cleanupCron) {
			this.cleanupCron = cleanupCron;
		}

	}

	static class RedisIndexedSessionRepository {

	}

	interface SpringEngineConfiguration {

	}

	static class ProcessEngine implements SpringEngineConfiguration {

		private String databaseSchemaUpdate = "true";

		public ProcessEngine setDatabaseSchemaUpdate(String databaseSchemaUpdate) {
			this.databaseSchemaUpdate = databaseSchemaUpdate;
			return this;
		}

	}

	static class Flyway {

	}

	static class MultiTenantSpringLiquibase {

	}

	static class MongoMappingContext {

		private boolean autoIndexCreation = true;

		public void setAutoIndexCreation(boolean autoIndexCreation) {
			this.autoIndexCreation = autoIndexCreation;
		}

	}

	static class MongoRepositoryFactoryBean {

		private boolean createIndexesForQueryMethods = true;

		public void setCreateIndexesForQueryMethods(boolean createIndexesForQueryMethods) {
			this.createIndexesForQueryMethods = createIndexesForQueryMethods;
		}

	}

	static class PgVectorStoreProperties {

		private boolean initializeSchema = true;

		public void setInitializeSchema(boolean initializeSchema) {
			this.initializeSchema = initializeSchema;
		}

	}

	static class KafkaAdmin {

		private boolean autoCreate = true;

		public void setAutoCreate(boolean autoCreate) {
			this.autoCreate = autoCreate;
		}

	}

	static class RabbitAdmin {

		private boolean autoStartup = true;

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

	}

	enum KeyspaceEvents {

		ON_STARTUP, OFF

	}

	static class RedisKeyValueAdapter {

		private KeyspaceEvents enableKeyspaceEvents = KeyspaceEvents.ON_STARTUP;

		public void setEnableKeyspaceEvents(KeyspaceEvents enableKeyspaceEvents) {
			this.enableKeyspaceEvents = enableKeyspaceEvents;
		}

	}

	static class EurekaClientConfigBean {

		private boolean registerWithEureka = true;

		public void setRegisterWithEureka(boolean registerWithEureka) {
			this.registerWithEureka = registerWithEureka;
		}

	}

	static class SchedulerFactoryBean {

		private String @Nullable [] jobDetails;

		private String @Nullable [] triggers;

		public void setJobDetails(String... jobDetails) {
			this.jobDetails = jobDetails;
		}

		public void setTriggers(String... triggers) {
			this.triggers = triggers;
		}

	}

	static class SpringLiquibase implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
			throw new IllegalStateException("A worker migrates no database");
		}

	}

}
