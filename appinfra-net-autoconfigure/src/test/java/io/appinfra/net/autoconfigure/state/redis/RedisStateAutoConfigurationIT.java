package io.appinfra.net.autoconfigure.state.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.local.LocalStateStore;
import io.appinfra.net.state.redis.CuttingProxy;
import io.appinfra.net.state.redis.RedisProcess;
import io.appinfra.net.state.redis.RedisStateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisStateAutoConfiguration} with a real Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisStateAutoConfigurationIT {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StateCodecAutoConfiguration.class, RedisStateAutoConfiguration.class,
				StateAutoConfiguration.class))
		.withPropertyValues("appinfra.net.state.store=redis", "spring.application.name=shop");

	@Test
	void sharedStateWhenStoreIsRedisIsSharedByInstances() {
		try (RedisProcess redis = new RedisProcess()) {
			with(redis.port())
				.run((one) -> with(redis.port()).withPropertyValues("appinfra.net.cluster.instance=two").run((two) -> {
					assertThat(one).hasSingleBean(RedisStateStore.class).doesNotHaveBean(LocalStateStore.class);
					one.getBean(SharedState.class).map("map", String.class).put("key", "value");
					SharedState second = two.getBean(SharedState.class);
					assertThat(second.map("map", String.class).get("key")).isEqualTo("value");
					assertThat(two.getBean(StateSession.class).instance()).isEqualTo("two");
					assertThat(two.getBean(StateStore.class).owners()).hasSize(2);
					try (HeldLock held = one.getBean(SharedState.class)
						.lock("lock")
						.tryLock(Duration.ZERO)
						.orElseThrow()) {
						assertThat(held.isHeld()).isTrue();
						assertThat(second.lock("lock").tryLock(Duration.ZERO)).isEmpty();
					}
					assertThat(second.lock("lock").tryLock(Duration.ZERO)).isPresent();
				}));
		}
	}

	@Test
	void startWhenServerEvictsKeysFails(CapturedOutput output) {
		try (RedisProcess redis = new RedisProcess("--maxmemory-policy", "allkeys-lru")) {
			with(redis.port()).run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContainingAll("127.0.0.1:" + redis.port(), "allkeys-lru"));
		}
		try (RedisProcess redis = new RedisProcess("--maxmemory-policy", "volatile-ttl")) {
			with(redis.port()).run((context) -> assertThat(context).hasNotFailed());
			assertThat(output).contains("maxmemory-policy volatile-ttl");
		}
	}

	@Test
	void startWhenUserHasOnlyItsPrefixWorksAndWithoutRightsFails() throws Exception {
		try (RedisProcess redis = new RedisProcess()) {
			redis.command("ACL SETUSER shop on >secret ~appinfra:{shop}:* &appinfra:{shop}:* +@read +@write +@pubsub "
					+ "+@connection +@scripting +time +wait +info");
			redis.command("ACL SETUSER reader on >secret ~* &* +@read +@pubsub +@connection +@scripting +info");
			with(redis.port(), "shop").run((context) -> {
				SharedState state = context.getBean(SharedState.class);
				state.map("map", String.class).put("key", "value");
				assertThat(state.counter("counter").addAndGet(2)).isEqualTo(2);
				assertThat(state.map("map", String.class).entries()).containsEntry("key", "value");
				assertThat(context.getBean(StateStore.class).summary().maps()).containsKey("map");
			});
			with(redis.port(), "reader").run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(Exception.class)
				.hasStackTraceContaining("lacks rights"));
		}
	}

	@Test
	void startWhenServerIsNotReachableSaysItsAddress() {
		with(1).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("FailureAnalyzedException")
			.hasStackTraceContaining("127.0.0.1:1"));
	}

	@Test
	void startWhenClientIsNotOnClassPathNamesDependency() {
		this.runner.withClassLoader(new FilteredClassLoader(RedisClient.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("is 'redis'")
				.isInstanceOf(FailureAnalyzedException.class));
	}

	@Test
	void startWhenNamespaceIsMissingOrHasBracesFails() {
		with(1).withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("appinfra.net.state.namespace"));
		with(1).withPropertyValues("appinfra.net.state.namespace=a{b}")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("braces"));
	}

	@Test
	void startWhenFirstConnectionFailsTriesAgain() throws IOException {
		try (RedisProcess redis = new RedisProcess();
				CuttingProxy proxy = new CuttingProxy(InetAddress.getLoopbackAddress(), redis.port())) {
			proxy.cutAfterNextRequest();
			with(proxy.port()).run((context) -> assertThat(context).hasSingleBean(RedisStateStore.class));
		}
	}

	@Test
	void storeWhenLocalNeedsNoRedis() {
		with(1).withPropertyValues("appinfra.net.state.store=local")
			.run((context) -> assertThat(context).hasSingleBean(LocalStateStore.class));
	}

	private ApplicationContextRunner with(int port) {
		return with(port, null);
	}

	private ApplicationContextRunner with(int port, String user) {
		return this.runner.withBean(DataRedisConnectionDetails.class, () -> new DataRedisConnectionDetails() {

			@Override
			public String getUsername() {
				return user;
			}

			@Override
			public String getPassword() {
				return (user != null) ? "secret" : null;
			}

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", port);
			}

		});
	}

}
