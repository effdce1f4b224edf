package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A connection that is replaced by another once it is lost or of no use. The client could
 * do so too, but would log its attempts for as long as the server is away. Safe for use
 * by many threads.
 *
 * @param <C> the type of the connection
 */
final class LastingConnection<C extends StatefulConnection<byte[], byte[]>> implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LastingConnection.class);

	private static final long SHORTEST_PAUSE = 50;

	private static final long LONGEST_PAUSE = 500;

	private final AtomicBoolean connecting = new AtomicBoolean();

	private final RedisConnections connections;

	private final Supplier<CompletionStage<? extends C>> connect;

	private final Duration patience;

	private final Consumer<C> replaced;

	private volatile @Nullable C current;

	private volatile boolean closed;

	/**
	 * Create a connection that lasts, and is not there yet.
	 * @param connections the client
	 * @param connect connects
	 * @param patience how long answers to a former connection are waited for
	 * @param replaced takes each new connection but the first
	 */
	LastingConnection(RedisConnections connections, Supplier<CompletionStage<? extends C>> connect, Duration patience,
			Consumer<C> replaced) {
		this.connections = connections;
		this.connect = connect;
		this.patience = patience;
		this.replaced = replaced;
	}

	/**
	 * Begin with a first connection.
	 * @param first the connection
	 */
	void begin(C first) {
		this.current = first;
		watch(first);
	}

	C current() {
		C connection = this.current;
		Assert.state(connection != null, "There is no connection yet");
		return connection;
	}

	private void watch(C connection) {
		if (this.connections.reconnects()) {
			return;
		}
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
				replaceIfLost(connection);
			}

		});
		replaceIfLost(connection);
	}

	private void replaceIfLost(C connection) {
		if (connection == this.current && !connection.isOpen()) {
			replace();
		}
	}

	/**
	 * Connect anew, unless that is under way. The former connection is closed a while
	 * after there is another one: of a server that was frozen, it brings the answers.
	 */
	void replace() {
		C former = this.current;
		if (former != null && !this.closed && this.connecting.compareAndSet(false, true)) {
			connect().whenComplete((next, ex) -> {
				if (next != null) {
					this.current = next;
					later(former::closeAsync, former.isOpen() ? this.patience.toMillis() : 0);
				}
				this.connecting.set(false);
				goOn(former, next);
			});
		}
	}

	private CompletionStage<? extends C> connect() {
		try {
			return this.connect.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void goOn(C former, @Nullable C next) {
		if (next == null) {
			replaceLater(former);
		}
		else if (this.closed) {
			next.closeAsync();
		}
		else {
			watch(next);
			this.replaced.accept(next);
		}
	}

	private void replaceLater(C lost) {
		if (!this.closed && !this.connections.reconnects()) {
			later(() -> replaceIfLost(lost), ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE));
		}
	}

	private void later(Runnable task, long millis) {
		try {
			this.connections.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A connection to Redis is not looked after, as the client is closed", ex);
		}
	}

	/**
	 * Replace the connection no more. The client closes it.
	 */
	@Override
	public void close() {
		this.closed = true;
	}

}
