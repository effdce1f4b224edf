package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.ArgumentMatchers;

import io.appinfra.net.state.StateLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RedisMessages}.
 */
class RedisMessagesTests {

	private final StatefulRedisPubSubConnection<byte[], byte[]> first = connection();

	private final StatefulRedisPubSubConnection<byte[], byte[]> second = connection();

	@Test
	void subscriptionWhenConnectionIsLostIsMadeAgainForLocksAndMaps() {
		try (RedisMessages messages = messages()) {
			messages.listen("prices", (key, value) -> {
			});
			lose();
			ArgumentCaptor<byte[][]> channels = ArgumentCaptor.forClass(byte[][].class);
			then(this.second.async()).should().subscribe(channels.capture());
			assertThat(Stream.of(channels.getValue()).map(RedisBytes::text))
				.containsExactlyInAnyOrder("appinfra:{shop}:grants:here", "appinfra:{shop}:changes:prices");
			then(this.second).should().addListener(ArgumentMatchers.<RedisPubSubListener<byte[], byte[]>>any());
		}
	}

	private RedisMessages messages() {
		RedisConnections connections = mock();
		given(connections.connectPubSub()).willAnswer((call) -> completed(this.first))
			.willAnswer((call) -> completed(this.second));
		given(connections.executor()).willReturn(mock());
		RedisLocks locks = mock();
		given(locks.store()).willReturn("here");
		RedisStateSettings settings = new RedisStateSettings("shop", new StateLimits(1, 1), Duration.ofHours(1),
				Duration.ofSeconds(60), 0, Duration.ofSeconds(1));
		return new RedisMessages(connections, mock(), settings, (map) -> new RedisChanges.Snapshot(0, Map.of()), locks);
	}

	private static CompletionStage<?> completed(Object connection) {
		return CompletableFuture.completedFuture(connection);
	}

	private void lose() {
		ArgumentCaptor<RedisConnectionStateListener> listener = ArgumentCaptor
			.forClass(RedisConnectionStateListener.class);
		then(this.first).should().addListener(listener.capture());
		given(this.first.isOpen()).willReturn(false);
		listener.getValue().onRedisDisconnected(mock());
	}

	@SuppressWarnings("unchecked")
	private static StatefulRedisPubSubConnection<byte[], byte[]> connection() {
		StatefulRedisPubSubConnection<byte[], byte[]> connection = mock();
		RedisPubSubAsyncCommands<byte[], byte[]> commands = mock();
		RedisFuture<Void> done = mock();
		given(done.toCompletableFuture()).willReturn(CompletableFuture.completedFuture(null));
		given(connection.async()).willReturn(commands);
		given(connection.isOpen()).willReturn(true);
		given(commands.subscribe(any(byte[][].class))).willReturn(done);
		return connection;
	}

}
