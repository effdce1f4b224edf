package io.appinfra.net.state.redis;

import java.util.concurrent.CompletableFuture;

/**
 * An attempt to take a lock, and a thread that waits for it.
 *
 * @param lock the name of the lock
 * @param id the store of this process, a colon, and the number of the attempt
 * @param host the owner whose lease counts
 * @param owner the owner
 * @param granted is completed with the token once the lock is given to the attempt
 */
record RedisWait(String lock, String id, String host, String owner, CompletableFuture<String> granted) {

	RedisWait(String lock, String id, String host, String owner) {
		this(lock, id, host, owner, new CompletableFuture<>());
	}

}
