package io.appinfra.net.cluster;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which instance owns which ticker of the cluster, as this instance has seen it last.
 * Safe for use by many threads.
 */
public interface ClusterTickers {

	/**
	 * Return what is known of a ticker.
	 * @param ticker the name of the ticker
	 * @return the ownership, {@code null} if it is no ticker of the cluster
	 */
	@Nullable Ownership ownership(String ticker);

	/**
	 * Let another instance go on with a ticker, once the tick that runs has ended. Does
	 * nothing if there is no other one.
	 * @param ticker the name of the ticker
	 * @throws IllegalArgumentException if it is no ticker of the cluster
	 * @throws io.appinfra.net.StateUnavailableException if the store does not answer
	 */
	void handOver(String ticker);

	/**
	 * Who owns a ticker, and what was set for it at runtime.
	 *
	 * @param owner the name of the instance, {@code null} if nobody owns it
	 * @param changed what was set last: {@code pause}, {@code resume}, {@code interval}
	 * or {@code trigger}, {@code null} if nothing was
	 * @param changedBy who did it: the instance, or a user at it, such as
	 * {@code alice at host-1}, {@code null} if nothing was set
	 * @param changedAt when, by that instance's wall clock, {@code null} if nothing was
	 * set
	 */
	record Ownership(@Nullable String owner, @Nullable String changed, @Nullable String changedBy,
			@Nullable Instant changedAt) {

	}

}
