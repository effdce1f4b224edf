package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.lettuce.core.KeyValue;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StoredValue;

/**
 * The subscription: changes of maps that are listened to, and locks that were given to
 * this process. Once a second the versions of the last changes of all these maps are
 * looked up at once, since a message can be lost.
 */
final class RedisMessages implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisMessages.class);

	private static final int MAX_BEHIND = 10_000;

	private static final long LOOK_MILLIS = 1000;

	private final Map<String, RedisChanges> maps = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor changes = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(MAX_BEHIND), new DetachedThreads("appinfra-state-changes-"));

	private final ScheduledThreadPoolExecutor looks = new ScheduledThreadPoolExecutor(1,
			new DetachedThreads("appinfra-state-look-"));

	private final ExecutorService listeners = ChangeSubscription.createThreads();

	private final LastingConnection<StatefulRedisPubSubConnection<byte[], byte[]>> connection;

	private final RedisPubSubAdapter<byte[], byte[]> listener = new Listener();

	private final RedisLink operations;

	private final RedisChanges.Snapshots snapshots;

	private final String prefix;

	private final Duration timeout;

	private final String grants;

	private final Consumer<String> granted;

	private boolean looking;

	/**
	 * Create the subscription to the locks that are given to this process.
	 * @param connections the client
	 * @param operations the link for reading
	 * @param settings the settings of the store
	 * @param snapshots reads maps
	 * @param locks the locks
	 */
	RedisMessages(RedisConnections connections, RedisLink operations, RedisStateSettings settings,
			RedisChanges.Snapshots snapshots, RedisLocks locks) {
		this.prefix = settings.prefix();
		this.timeout = settings.timeout();
		this.operations = operations;
		this.snapshots = snapshots;
		this.looks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.grants = this.prefix + "grants:" + locks.store();
		this.granted = locks::granted;
		this.connection = new LastingConnection<>(connections, connections::connectPubSub, this.timeout,
				this::subscribeAgain);
		StatefulRedisPubSubConnection<byte[], byte[]> first = awaitStage(connections.connectPubSub());
		first.addListener(this.listener);
		awaitStage(first.async().subscribe(RedisBytes.of(this.grants)));
		this.connection.begin(first);
	}

	private void subscribeAgain(StatefulRedisPubSubConnection<byte[], byte[]> next) {
		next.addListener(this.listener);
		byte[][] channels = Stream.concat(Stream.of(this.grants), this.maps.keySet().stream().map(this::channel))
			.map(RedisBytes::of)
			.toArray(byte[][]::new);
		next.async().subscribe(channels);
	}

	private String channel(String map) {
		return this.prefix + "changes:" + map;
	}

	private void received(String map, byte[] message) {
		RedisChanges changes = this.maps.get(map);
		if (changes != null) {
			later(() -> changes.take(RedisChange.of(message)));
		}
	}

	private void subscribedAgain(String map) {
		RedisChanges changes = this.maps.get(map);
		if (changes != null) {
			changes.suspect();
			later(changes::catchUp);
		}
	}

	private void later(Runnable task) {
		try {
			this.changes.execute(() -> run(task));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A message about a change is left out, and the map read later", ex);
		}
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.debug("The changes of a map are not known at the moment", ex);
		}
	}

	SharedMap.Registration listen(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		RedisChanges changes = this.maps.computeIfAbsent(map, (name) -> new RedisChanges(name, this.snapshots));
		awaitStage(this.connection.current().async().subscribe(RedisBytes.of(channel(map))));
		SharedMap.Registration registration = changes.subscribe(listener, this.listeners);
		await(this.changes.submit(changes::begin));
		look();
		return registration;
	}

	private synchronized void look() {
		if (!this.looking) {
			this.looking = true;
			this.looks.scheduleWithFixedDelay(() -> run(this::lookAtAll), LOOK_MILLIS, LOOK_MILLIS,
					TimeUnit.MILLISECONDS);
		}
	}

	private void lookAtAll() {
		List<RedisChanges> all = new ArrayList<>(this.maps.values());
		long[] seen = all.stream().mapToLong(RedisChanges::seen).toArray();
		byte[][] sequences = all.stream()
			.map((changes) -> RedisBytes.of(this.prefix + "seq:" + changes.map()))
			.toArray(byte[][]::new);
		List<KeyValue<byte[], byte[]>> last = this.operations.call(false, (commands) -> commands.mget(sequences));
		for (int i = 0; i < sequences.length; i++) {
			RedisChanges changes = all.get(i);
			long asked = seen[i];
			long version = RedisBytes.number(last.get(i).getValueOrElse(RedisBytes.of(0)));
			later(() -> changes.poll(version, asked));
		}
	}

	private <T> T awaitStage(CompletionStage<T> stage) {
		return await(stage.toCompletableFuture());
	}

	private <T> T await(Future<T> future) {
		try {
			return future.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unavailable(ex);
		}
		catch (TimeoutException ex) {
			throw unavailable(ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof StateUnavailableException unavailable) ? unavailable
					: unavailable(ex.getCause());
		}
	}

	private static StateUnavailableException unavailable(Throwable cause) {
		return new StateUnavailableException("Redis did not take a subscription: " + cause.getMessage(), false, cause);
	}

	@Override
	public void close() {
		this.connection.close();
		this.looks.shutdownNow();
		this.changes.shutdownNow();
		this.maps.values().forEach(RedisChanges::close);
		this.listeners.shutdown();
	}

	private final class Listener extends RedisPubSubAdapter<byte[], byte[]> {

		@Override
		public void message(byte[] channel, byte[] message) {
			String name = RedisBytes.text(channel);
			if (name.equals(RedisMessages.this.grants)) {
				RedisMessages.this.granted.accept(RedisBytes.text(message));
			}
			else if (name.startsWith(channel(""))) {
				received(name.substring(channel("").length()), message);
			}
		}

		@Override
		public void subscribed(byte[] channel, long count) {
			String name = RedisBytes.text(channel);
			if (name.startsWith(channel(""))) {
				subscribedAgain(name.substring(channel("").length()));
			}
		}

	}

}
