package io.appinfra.net.worker.context;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.messaging.simp.SimpMessagingTemplate;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Unshared}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnsharedTests {

	@Test
	void databaseWhenInMemoryIsWarnedOfWithTickerAndRemedy(CapturedOutput output) {
		try (Worker worker = Worker.of(InMemory.class, Tickers.class)) {
			assertThat(worker.context().isActive()).isTrue();
			assertThat(output).containsOnlyOnce(
					"Ticker 'ticker' needs 'dataSource' in worker 'market', which is a database in memory, and the worker's own is empty: use one that both processes connect to");
		}
	}

	@Test
	void databaseWhenEmbeddedIsWarnedOf(CapturedOutput output) {
		try (Worker worker = Worker.of(Embedded.class, Tickers.class)) {
			assertThat(worker.context().isActive()).isTrue();
			assertThat(output).contains("needs 'dataSource' in worker 'market', which is a database in memory");
		}
	}

	@Test
	void databaseWhenInFileOrNotNeededIsNotWarnedOf(CapturedOutput output) {
		try (Worker worker = Worker.of(InFile.class, Tickers.class)) {
			assertThat(worker.context().isActive()).isTrue();
			assertThat(output).doesNotContain("WARN");
		}
	}

	@Test
	void beanWhenObtainedLateIsWarnedOfOnce(CapturedOutput output) throws Exception {
		try (Worker worker = Worker.of(Late.class)) {
			assertThat(output).doesNotContain("WARN");
			Thread tick = new Thread(() -> worker.get(InMemoryUsers.class), "ticker-users");
			tick.start();
			tick.join();
			worker.get(InMemoryUsers.class);
			assertThat(output)
				.containsOnlyOnce("Ticker 'users' needs 'users' in worker 'market', which is data in memory");
		}
	}

	@Test
	void cacheWhenLocalIsWarnedOf(CapturedOutput output) {
		try (Worker worker = Worker.of(Caching.class)) {
			worker.get(Cached.class).value("key");
			assertThat(output).contains("needs 'cacheManager' in worker 'market', which is a local cache");
		}
	}

	@Test
	void cacheManagerWhenItHasALocalCacheIsWarnedOf(CapturedOutput output) {
		SimpleCacheManager caches = new SimpleCacheManager();
		caches.setCaches(List.of(new ConcurrentMapCache("prices")));
		caches.initializeCaches();
		warnOf(caches);
		assertThat(output).contains("a local cache");
	}

	@Test
	void cacheManagerWhenItAdaptsALocalCacheIsWarnedOf(CapturedOutput output) {
		Cache adapted = mock(Cache.class);
		given(adapted.getName()).willReturn("prices");
		given(adapted.getNativeCache()).willReturn(new Eh107Cache());
		SimpleCacheManager caches = new SimpleCacheManager();
		caches.setCaches(List.of(adapted));
		caches.initializeCaches();
		warnOf(caches);
		assertThat(output).contains("a local cache");
	}

	@Test
	void memberOfDataGridWhenAloneIsWarnedOf(CapturedOutput output) {
		warnOf(new HazelcastInstance(Set.of("this", "other")));
		assertThat(output).doesNotContain("WARN");
		warnOf(new HazelcastInstance(Set.of("this")));
		assertThat(output).contains("a member of a data grid that has found no other");
	}

	@Test
	void entityManagerFactoryWhenItCachesIsWarnedOf(CapturedOutput output) {
		AbstractEntityManagerFactoryBean factory = new AbstractEntityManagerFactoryBean();
		warnOf(factory);
		assertThat(output).contains("a second-level cache");
	}

	@Test
	void beanWhenOfKnownKindIsWarnedOf(CapturedOutput output) {
		warnOf(new MapSessionRepository());
		warnOf(new EmbeddedKafkaBroker());
		warnOf(new SchedulerFactoryBean());
		assertThat(output).contains("a store of sessions in memory", "an embedded server",
				"a scheduler with its jobs in memory");
	}

	@Test
	void templateWhenItSendsToSocketsIsWarnedOf(CapturedOutput output) {
		warnOf(new SimpMessagingTemplate((message, timeout) -> true));
		assertThat(output).contains("reaches none that is connected to the web process");
	}

	@Test
	void beanWhenItHoldsConfigurationIsNotWarnedOf(CapturedOutput output) {
		warnOf(new InMemoryClientRegistrationRepository());
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void tickerWhenNoneIsKnownIsOneOfAll(CapturedOutput output) {
		warnOf(new InMemoryUsers(), Map.of("one", "first"));
		assertThat(output).contains("Ticker 'first' needs");
		warnOf(new InMemoryUsers(), new TreeMap<>(Map.of("one", "first", "two", "second")));
		assertThat(output).contains("One of the tickers 'first', 'second' needs");
	}

	private static void warnOf(Object bean) {
		warnOf(bean, Map.of("one", "first"));
	}

	private static void warnOf(Object bean, Map<String, String> tickers) {
		try (StaticApplicationContext context = new StaticApplicationContext()) {
			context.getDefaultListableBeanFactory().registerSingleton("bean", bean);
			new Unshared(context.getDefaultListableBeanFactory(), tickers, "market").warnOf(List.of("bean"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Tickers {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(JdbcTemplate database) {
			return (tick) -> {
			};
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InMemory {

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl("jdbc:h2:mem:shop");
			return dataSource;
		}

		@Bean
		InMemoryUsers notNeeded() {
			return new InMemoryUsers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Embedded {

		@Bean
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().generateUniqueName(true).setType(EmbeddedDatabaseType.H2).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InFile {

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl("jdbc:h2:file:/tmp/shop;AUTO_SERVER=TRUE");
			return dataSource;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Late {

		@Bean
		InMemoryUsers users() {
			return new InMemoryUsers();
		}

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(ObjectProvider<InMemoryUsers> users) {
			return (tick) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(Cached.class)
	static class Caching {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(Cached cached) {
			return (tick) -> {
			};
		}

	}

	static class Cached {

		@Cacheable("values")
		public String value(String key) {
			return key;
		}

	}

	static class InMemoryUsers {

	}

	/**
	 * The classes below have the names of others, by which these are known.
	 */
	static class Eh107Cache {

	}

	public static class HazelcastInstance {

		private final HazelcastCluster cluster;

		HazelcastInstance(Set<String> members) {
			this.cluster = new HazelcastCluster(members);
		}

		public HazelcastCluster getCluster() {
			return this.cluster;
		}

	}

	public static class HazelcastCluster {

		private final Set<String> members;

		HazelcastCluster(Set<String> members) {
			this.members = members;
		}

		public Set<String> getMembers() {
			return this.members;
		}

	}

	static class InMemoryClientRegistrationRepository {

	}

	static class MapSessionRepository {

	}

	static class EmbeddedKafkaBroker {

	}

	static class RAMJobStore {

	}

	static class Scheduler {

		public MetaData getMetaData() {
			return new MetaData();
		}

	}

	static class MetaData {

		public Class<?> getJobStoreClass() {
			return RAMJobStore.class;
		}

	}

	static class SchedulerFactoryBean {

		public Scheduler getScheduler() {
			return new Scheduler();
		}

	}

	static class AbstractEntityManagerFactoryBean {

		public Map<String, Object> getJpaPropertyMap() {
			return Map.of("hibernate.cache.region.factory_class", "jcache");
		}

	}

}
