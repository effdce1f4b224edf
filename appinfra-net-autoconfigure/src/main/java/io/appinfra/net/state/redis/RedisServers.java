package io.appinfra.net.state.redis;

import java.util.List;
import java.util.stream.Collectors;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is.
 *
 * @param uris the server, with its Sentinels if it has any, or nodes of a cluster
 * @param cluster whether they are nodes of a cluster
 * @param ssl keys and certificates, {@code null} for those of the Java platform
 */
public record RedisServers(List<RedisURI> uris, boolean cluster, @Nullable SslOptions ssl) {

	/**
	 * Return the addresses as an operator knows them, without credentials.
	 * @return the addresses
	 */
	public String addresses() {
		return this.uris.stream().map(RedisServers::address).collect(Collectors.joining(", "));
	}

	private static String address(RedisURI uri) {
		if (uri.getSentinels().isEmpty()) {
			return uri.getHost() + ":" + uri.getPort();
		}
		return uri.getSentinels()
			.stream()
			.map(RedisServers::address)
			.collect(Collectors.joining(", ", "master '" + uri.getSentinelMasterId() + "' of Sentinels ", ""));
	}

}
