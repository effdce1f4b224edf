package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

/**
 * A client whose connections repeat no command: what was on its way when a connection
 * broke fails, and what comes while there is none is refused. It connects anew to the
 * nodes of a cluster alone.
 */
final class RedisConnections implements AutoCloseable {

	private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

	private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(10);

	private final ClientResources resources;

	private final AbstractRedisClient client;

	private final RedisURI uri;

	RedisConnections(RedisServers servers, Duration timeout) {
		this.resources = ClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.reconnectDelay(
					() -> Delay.fullJitter(Duration.ofMillis(50), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
			.build();
		this.uri = servers.uris().get(0);
		servers.uris().forEach((uri) -> uri.setTimeout(timeout));
		this.client = servers.cluster() ? clusterClient(servers, timeout) : client(servers, timeout);
	}

	private AbstractRedisClient client(RedisServers servers, Duration timeout) {
		RedisClient client = RedisClient.create(this.resources, this.uri);
		client.setOptions(atMostOnce(ClientOptions.builder(), servers, timeout).autoReconnect(false).build());
		return client;
	}

	private AbstractRedisClient clusterClient(RedisServers servers, Duration timeout) {
		RedisClusterClient client = RedisClusterClient.create(this.resources, servers.uris());
		ClusterClientOptions.Builder options = ClusterClientOptions.builder();
		atMostOnce(options, servers, timeout);
		client
			.setOptions(options
				.topologyRefreshOptions(
						ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh(TOPOLOGY_REFRESH).build())
				.build());
		return client;
	}

	private static ClientOptions.Builder atMostOnce(ClientOptions.Builder options, RedisServers servers,
			Duration timeout) {
		if (servers.ssl() != null) {
			options.sslOptions(servers.ssl());
		}
		return options.autoReconnect(true)
			.replayFilter((command) -> true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build());
	}

	/**
	 * Return whether the client connects anew by itself.
	 * @return whether it does
	 */
	boolean reconnects() {
		return this.client.getOptions().isAutoReconnect();
	}

	/**
	 * Return what runs tasks until the client is closed.
	 * @return the executor
	 */
	ScheduledExecutorService executor() {
		return this.resources.eventExecutorGroup();
	}

	/**
	 * Connect. Of a cluster it is looked up first which node has which keys.
	 * @return the connection
	 */
	CompletionStage<? extends StatefulConnection<byte[], byte[]>> connect() {
		return (this.client instanceof RedisClusterClient cluster)
				? cluster.refreshPartitionsAsync().thenCompose((known) -> cluster.connectAsync(ByteArrayCodec.INSTANCE))
				: ((RedisClient) this.client).connectAsync(ByteArrayCodec.INSTANCE, this.uri);
	}

	/**
	 * Connect for messages, after {@link #connect()}.
	 * @return the connection
	 */
	CompletionStage<? extends StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
		return (this.client instanceof RedisClusterClient cluster) ? cluster.connectPubSubAsync(ByteArrayCodec.INSTANCE)
				: ((RedisClient) this.client).connectPubSubAsync(ByteArrayCodec.INSTANCE, this.uri);
	}

	static RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
		return (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) ? cluster.async()
				: ((StatefulRedisConnection<byte[], byte[]>) connection).async();
	}

	@Override
	public void close() {
		this.client.shutdown(0, 1, TimeUnit.SECONDS);
		this.resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
	}

}
