package io.appinfra.net.autoconfigure.state.redis;

import java.util.List;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

import io.appinfra.net.state.redis.RedisServers;

/**
 * The servers of the application's connection details.
 */
final class ConfiguredServers {

	private final DataRedisConnectionDetails details;

	private final @Nullable DataRedisProperties properties;

	private final @Nullable SslBundle ssl;

	private ConfiguredServers(DataRedisConnectionDetails details, @Nullable DataRedisProperties properties) {
		this.details = details;
		this.properties = properties;
		this.ssl = details.getSslBundle();
	}

	/**
	 * Return the servers.
	 * @param details where they are
	 * @param properties what the details do not have: the name of clients, and whether a
	 * URL asks for TLS
	 * @return the servers
	 */
	static RedisServers of(DataRedisConnectionDetails details, @Nullable DataRedisProperties properties) {
		return new ConfiguredServers(details, properties).servers();
	}

	/**
	 * Look for one server last, as Spring Boot does: its properties name one in any case.
	 */
	private RedisServers servers() {
		Sentinel sentinel = this.details.getSentinel();
		if (sentinel != null) {
			return servers(List.of(master(sentinel)), false);
		}
		DataRedisConnectionDetails.Cluster cluster = this.details.getCluster();
		if (cluster != null) {
			return servers(cluster.getNodes().stream().map((node) -> authenticated(uri(node))).toList(), true);
		}
		Standalone standalone = this.details.getStandalone();
		if (standalone != null && this.details.getMasterReplica() == null) {
			return servers(List.of(server(standalone)), false);
		}
		throw new FailureAnalyzedException(
				"The shared state is on Redis, and 'spring.data.redis' describes servers in a way that it does not know, "
						+ "such as a static list of a master and its replicas.",
				"Name one server, Sentinels or the nodes of a cluster under 'spring.data.redis'.");
	}

	private RedisServers servers(List<RedisURI> uris, boolean cluster) {
		return new RedisServers(uris, cluster, (this.ssl != null) ? options(this.ssl) : null);
	}

	private RedisURI server(Standalone standalone) {
		RedisURI uri = RedisURI.create(standalone.getHost(), standalone.getPort());
		uri.setDatabase(standalone.getDatabase());
		return authenticated(uri);
	}

	private RedisURI master(Sentinel sentinel) {
		RedisURI uri = new RedisURI();
		uri.setSentinelMasterId(sentinel.getMaster());
		uri.setDatabase(sentinel.getDatabase());
		for (Node node : sentinel.getNodes()) {
			uri.getSentinels().add(authenticated(uri(node), sentinel.getUsername(), sentinel.getPassword()));
		}
		return authenticated(uri);
	}

	private static RedisURI uri(Node node) {
		return RedisURI.create(node.host(), node.port());
	}

	private RedisURI authenticated(RedisURI uri) {
		return authenticated(uri, this.details.getUsername(), this.details.getPassword());
	}

	private RedisURI authenticated(RedisURI uri, @Nullable String username, @Nullable String password) {
		uri.setSsl(this.ssl != null || urlAsksForTls());
		if (this.properties != null && StringUtils.hasText(this.properties.getClientName())) {
			uri.setClientName(this.properties.getClientName());
		}
		if (password != null) {
			uri.setCredentialsProvider(new StaticCredentialsProvider(username, password.toCharArray()));
		}
		return uri;
	}

	private boolean urlAsksForTls() {
		String url = (this.properties != null) ? this.properties.getUrl() : null;
		return url != null && url.startsWith("rediss://");
	}

	private static SslOptions options(SslBundle bundle) {
		SslOptions.Builder options = SslOptions.builder()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			options.cipherSuites(ciphers);
		}
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			options.protocols(protocols);
		}
		return options.build();
	}

}
