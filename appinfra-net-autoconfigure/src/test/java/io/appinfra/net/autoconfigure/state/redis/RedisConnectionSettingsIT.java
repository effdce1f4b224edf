package io.appinfra.net.autoconfigure.state.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.redis.RedisProcess;
import io.appinfra.net.state.redis.RedisStateStore;
import io.appinfra.net.tls.TestCertificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the shared state with the settings that an application can have for its Redis,
 * and with what it can ask of it.
 */
@Tag("full")
class RedisConnectionSettingsIT {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, StateCodecAutoConfiguration.class,
				RedisStateAutoConfiguration.class, StateAutoConfiguration.class))
		.withUserConfiguration(DataRedis.class)
		.withPropertyValues("appinfra.net.state.store=redis", "spring.application.name=shop");

	@Test
	void stateWhenServerTakesTlsAloneIsReachedByBundleAndUrl(@TempDir Path directory) throws Exception {
		Path certificate = TestCertificate.create(directory, "redis").writePem(directory.resolve("redis.pem"));
		try (RedisProcess redis = RedisProcess.withTls(certificate)) {
			String port = "" + redis.port();
			String trust = "spring.ssl.bundle.pem.redis.truststore.certificate=file:" + certificate;
			with("host=localhost", "port=" + port, "ssl.bundle=redis").withPropertyValues(trust).run(this::works);
			with("url=rediss://localhost:" + port, "ssl.bundle=redis").withPropertyValues(trust).run(this::works);
			with("url=rediss://localhost:" + port).run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("localhost:" + port)
				.hasStackTraceContaining("certification path"));
		}
	}

	@Test
	void stateWhenServerHasDatabaseUserAndNameOfClientIsWhereTheyAre() throws Exception {
		try (RedisProcess redis = new RedisProcess()) {
			redis.command("ACL SETUSER shop on >s3cr@t ~* &* +@all");
			String port = "" + redis.port();
			with("port=" + port, "database=3", "username=shop", "password=s3cr@t", "client-name=orders")
				.run((context) -> {
					works(context);
					RedisStateStore store = context.getBean(RedisStateStore.class);
					assertThat(store.info("keyspace")).contains("db3:").doesNotContain("db0:");
					assertThat(clients(redis)).filteredOn((client) -> client.contains("name=orders "))
						.hasSizeGreaterThanOrEqualTo(3);
				});
			with("url=redis://shop:s3cr%40t@localhost:" + port + "/4").run((context) -> {
				works(context);
				assertThat(context.getBean(RedisStateStore.class).info("keyspace")).contains("db4:");
			});
			with("port=" + port, "username=shop", "password=wrong").run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("localhost:" + port)
				.hasStackTraceContaining("WRONGPASS")
				.satisfies(remedy("'spring.data.redis.password'")));
			redis.command("CONFIG SET requirepass s3cr@t");
			with("port=" + port).run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("NOAUTH")
				.satisfies(remedy("'spring.data.redis.password'")));
		}
	}

	private static Consumer<Throwable> remedy(String expected) {
		return (failure) -> {
			Throwable cause = failure;
			while (!(cause instanceof FailureAnalyzedException)) {
				cause = cause.getCause();
			}
			assertThat(((FailureAnalyzedException) cause).analysis().getAction()).contains(expected);
		};
	}

	@Test
	void startWhenServerIsReadOnlyReplicaSaysSo() {
		try (RedisProcess redis = new RedisProcess();
				RedisProcess replica = new RedisProcess("--replicaof", "127.0.0.1", "" + redis.port())) {
			with("port=" + replica.port()).run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("localhost:" + replica.port())
				.hasStackTraceContaining("READONLY")
				.satisfies(remedy("'spring.data.redis.sentinel.*'")));
		}
	}

	@Test
	void writeWhenMemoryOfServerIsFullIsRefusedAndReadsGoOn() {
		try (RedisProcess redis = new RedisProcess("--maxmemory", "8mb")) {
			with("port=" + redis.port()).run((context) -> {
				SharedMap<String> map = context.getBean(SharedState.class).map("map", String.class);
				map.put("first", "value");
				String large = "x".repeat(500_000);
				assertThatExceptionOfType(StateUnavailableException.class)
					.isThrownBy(() -> IntStream.range(0, 100).forEach((i) -> map.put("key" + i, large)))
					.withMessageContaining("maxmemory")
					.matches((ex) -> !ex.outcomeUnknown());
				assertThat(map.get("first")).isEqualTo("value");
				map.remove("key0");
				map.clear();
				map.put("first", "again");
			});
		}
	}

	@Test
	void mapTakesOddNamesLargeValuesAndManyEntries() {
		try (RedisProcess redis = new RedisProcess()) {
			with("port=" + redis.port())
				.withPropertyValues("appinfra.net.state.timeout=30s", "appinfra.net.state.max-value-size=8MB",
						"appinfra.net.state.max-entries=200000")
				.run((context) -> {
					SharedState state = context.getBean(SharedState.class);
					for (String odd : List.of(" ", "a b", "{x}", "a:b", "\n\r\t", "\0", "ünï\uD83D\uDE00", "%s",
							"\"'\\", "k".repeat(10_000))) {
						SharedMap<String> map = state.map("odd" + odd, String.class);
						map.put(odd, odd);
						map.putAll(Map.of(odd + odd, odd));
						assertThat(map.entries()).containsOnly(Map.entry(odd, odd), Map.entry(odd + odd, odd));
						assertThat(state.counter(odd).addAndGet(1)).isOne();
						assertThat(state.lock(odd).tryLock(Duration.ZERO)).isPresent();
						assertThat(context.getBean(StateStore.class).summary().maps()).containsKey("odd" + odd);
					}
					SharedMap<String> large = state.map("large", String.class);
					String value = "v".repeat(5_000_000);
					large.put("key", value);
					assertThat(large.get("key")).isEqualTo(value);
					assertThat(large.remove("key")).isEqualTo(value);
					seesAll(state.map("many", Integer.class));
				});
		}
	}

	private static void seesAll(SharedMap<Integer> map) {
		Map<String, Integer> seen = new ConcurrentHashMap<>();
		map.onChange((key, value) -> seen.put(key, value));
		Map<String, Integer> all = IntStream.range(0, 100_000)
			.boxed()
			.collect(Collectors.toMap((number) -> "key" + number, (number) -> number));
		map.putAll(all);
		assertThat(map.size()).isEqualTo(100_000);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> seen.size() == 100_000);
		assertThat(seen).isEqualTo(all);
	}

	private void works(ApplicationContext context) {
		SharedState state = context.getBean(SharedState.class);
		state.map("map", String.class).put("key", "value");
		assertThat(state.map("map", String.class).get("key")).isEqualTo("value");
	}

	private static Stream<String> clients(RedisProcess redis) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			return client.connect().sync().clientList().lines();
		}
	}

	private ApplicationContextRunner with(String... settings) {
		return this.runner
			.withPropertyValues(List.of(settings).stream().map("spring.data.redis."::concat).toArray(String[]::new));
	}

	/**
	 * The connection details that Spring Boot makes of its properties where Spring Data
	 * Redis is on the class path, which it is not in the tests.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DataRedisProperties.class)
	static class DataRedis {

		@Bean
		DataRedisConnectionDetails redisConnectionDetails(DataRedisProperties properties,
				ObjectProvider<SslBundles> bundles) throws Exception {
			Class<?> type = Class
				.forName(DataRedisProperties.class.getPackageName() + ".PropertiesDataRedisConnectionDetails");
			return (DataRedisConnectionDetails) BeanUtils.instantiateClass(
					type.getDeclaredConstructor(DataRedisProperties.class, SslBundles.class), properties,
					bundles.getIfAvailable());
		}

	}

}
