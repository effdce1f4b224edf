package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.StateUnavailableException;

/**
 * Locks, and the waits of this process for them. Who frees a lock gives it to the next
 * and sends a message; those who wait look once a second, so that neither a lost message
 * nor a dead holder keeps them.
 */
final class RedisLocks {

	private static final Log logger = LogFactory.getLog(RedisLocks.class);

	private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

	private static final String BUSY = "BUSY";

	private static final String UNKNOWN = "UNKNOWN";

	/**
	 * Given to a wait whose owner was released, or whose store was closed.
	 */
	private static final String ENDED = "ENDED";

	private final String store = UUID.randomUUID().toString();

	private final AtomicLong attempts = new AtomicLong();

	private final Map<String, Wait> waits = new ConcurrentHashMap<>();

	/**
	 * The owners that live by the lease of another.
	 */
	private final Map<String, String> hosts = new ConcurrentHashMap<>();

	/**
	 * Attempts of which it is not known whether they took the lock or a place in the
	 * queue: nobody would free it.
	 */
	private final Queue<Wait> unknown = new ConcurrentLinkedQueue<>();

	private final ScheduledThreadPoolExecutor cleanup = new ScheduledThreadPoolExecutor(1,
			new DetachedThreads("appinfra-state-locks-"));

	private final AtomicBoolean cleaning = new AtomicBoolean();

	private final RedisScripts scripts;

	private volatile boolean closed;

	RedisLocks(RedisScripts scripts) {
		this.scripts = scripts;
	}

	String store() {
		return this.store;
	}

	void admit(String owner, String host) {
		this.hosts.put(owner, host);
		long admitted = this.scripts.number(RedisScript.JOIN, owner, host);
		if (admitted == 0) {
			this.hosts.remove(owner);
		}
	}

	OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		Wait waiting = new Wait(lock, this.store + ":" + this.attempts.incrementAndGet(),
				this.hosts.getOrDefault(owner, owner), owner);
		if (wait.isZero()) {
			return token(attempt(waiting, false));
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.waits.put(waiting.id, waiting);
		try {
			return await(waiting, wait);
		}
		finally {
			this.waits.remove(waiting.id);
		}
	}

	private @Nullable String attempt(Wait waiting, boolean mayWait) {
		try {
			return mayWait
					? this.scripts.text(RedisScript.LOCK, waiting.lock, waiting.id, waiting.host, waiting.owner, 1)
					: look(waiting, RedisScript.LOCK);
		}
		catch (StateUnavailableException ex) {
			if (ex.outcomeUnknown()) {
				freeLater(waiting);
			}
			throw ex;
		}
	}

	private OptionalLong await(Wait waiting, Duration wait) throws InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
		boolean endless = TimeUnit.NANOSECONDS.convert(wait) == Long.MAX_VALUE;
		@Nullable String answer = attempt(waiting, true);
		try {
			while (BUSY.equals(answer)) {
				long left = endless ? Long.MAX_VALUE : deadline - System.nanoTime();
				answer = (left > 0) ? next(waiting, left) : withdraw(waiting);
			}
			return token(answer);
		}
		catch (InterruptedException ex) {
			giveBack(waiting);
			throw ex;
		}
		catch (StateUnavailableException ex) {
			freeLater(waiting);
			throw ex;
		}
	}

	private @Nullable String next(Wait waiting, long left) throws InterruptedException {
		try {
			String answer = waiting.granted.get(Math.min(left, LOOK), TimeUnit.NANOSECONDS);
			return answer.equals(ENDED) ? withdrawn(waiting) : answer;
		}
		catch (TimeoutException ex) {
			return (left <= LOOK) ? BUSY : look(waiting, RedisScript.POLL);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private @Nullable String look(Wait waiting, RedisScript script) {
		return this.scripts.text(script, waiting.lock, waiting.id, waiting.host, waiting.owner);
	}

	/**
	 * End a wait.
	 * @return the token if the lock was given to it meanwhile
	 */
	private String withdraw(Wait waiting) {
		String token = look(waiting, RedisScript.WITHDRAW);
		return (token != null) ? token : UNKNOWN;
	}

	private String withdrawn(Wait waiting) {
		giveBack(waiting);
		return UNKNOWN;
	}

	private void giveBack(Wait waiting) {
		if (this.closed) {
			return;
		}
		try {
			token(withdraw(waiting)).ifPresent((token) -> unlock(waiting.lock, token));
		}
		catch (StateUnavailableException ex) {
			logger.debug("A wait for a lock was not withdrawn yet", ex);
			freeLater(waiting);
		}
	}

	private void freeLater(Wait attempt) {
		this.unknown.add(attempt);
		try {
			if (this.cleaning.compareAndSet(false, true)) {
				this.cleanup.schedule(this::freeUnknown, LOOK, TimeUnit.NANOSECONDS);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The store is closed, and its locks are free", ex);
		}
	}

	/**
	 * Free the locks of attempts of which it is not known whether they succeeded, and let
	 * them not succeed later: their request can still be on its way.
	 */
	private void freeUnknown() {
		this.cleaning.set(false);
		Wait attempt = this.unknown.poll();
		while (attempt != null) {
			try {
				this.scripts.number(RedisScript.VOID, attempt.lock, attempt.id, attempt.host, attempt.owner);
				attempt = this.unknown.poll();
			}
			catch (StateUnavailableException ex) {
				freeLater(attempt);
				return;
			}
		}
	}

	private static OptionalLong token(@Nullable String answer) {
		return answer == null || answer.equals(BUSY) || answer.equals(UNKNOWN) ? OptionalLong.empty()
				: OptionalLong.of(Long.parseLong(answer));
	}

	void unlock(String lock, long token) {
		this.scripts.number(RedisScript.UNLOCK, lock, String.valueOf(token));
	}

	void releaseAll(String owner) {
		String host = this.hosts.getOrDefault(owner, owner);
		this.scripts.number(RedisScript.RELEASE, owner, host);
		this.hosts.remove(owner);
		this.hosts.values().removeIf(owner::equals);
		this.waits.values()
			.stream()
			.filter((waiting) -> waiting.owner.equals(owner) || waiting.host.equals(owner))
			.forEach((waiting) -> waiting.granted.complete(ENDED));
	}

	/**
	 * Take a message that a lock was given to a wait of this process.
	 * @param message the wait and the token
	 */
	void granted(String message) {
		List<String> parts = List.of(message.split(" "));
		Wait waiting = this.waits.get(parts.get(0));
		if (waiting != null) {
			waiting.granted.complete(parts.get(1));
		}
	}

	void close() {
		this.closed = true;
		this.cleanup.shutdownNow();
		this.waits.values().forEach((waiting) -> waiting.granted.complete(ENDED));
	}

	/**
	 * A thread that waits for a lock.
	 */
	private static final class Wait {

		private final CompletableFuture<String> granted = new CompletableFuture<>();

		private final String lock;

		private final String id;

		private final String host;

		private final String owner;

		Wait(String lock, String id, String host, String owner) {
			this.lock = lock;
			this.id = id;
			this.host = host;
			this.owner = owner;
		}

	}

}
