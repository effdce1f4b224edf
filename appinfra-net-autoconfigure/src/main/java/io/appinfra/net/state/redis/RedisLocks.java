package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.LockAttempts;

/**
 * Locks, and the waits of this process for them. An instance that frees a lock gives it
 * to the next and sends a message; one that waits also looks once a second, so that
 * neither a lost message nor a dead holder keeps it.
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

	private final LockAttempts attempts = new LockAttempts();

	private final Map<String, RedisWait> waits = new ConcurrentHashMap<>();

	private final RedisWorkers workers;

	private final RedisLockCleanup cleanup;

	private final RedisScripts scripts;

	private volatile boolean closed;

	RedisLocks(RedisScripts scripts) {
		this.scripts = scripts;
		this.workers = new RedisWorkers(scripts);
		this.cleanup = new RedisLockCleanup(scripts, this.store, this.attempts, this.workers);
	}

	String store() {
		return this.store;
	}

	RedisLockCleanup cleanup() {
		return this.cleanup;
	}

	void admit(String owner, String host) {
		this.workers.admit(owner, host);
	}

	OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		if (!wait.isZero() && Thread.interrupted()) {
			throw new InterruptedException();
		}
		long number = this.attempts.begin(owner);
		OptionalLong token = OptionalLong.empty();
		try {
			token = lock(new RedisWait(lock, this.store + ":" + number, this.workers.hostOf(owner), owner), wait);
			return token;
		}
		finally {
			this.attempts.end(number, lock, token);
		}
	}

	private OptionalLong lock(RedisWait waiting, Duration wait) throws InterruptedException {
		if (wait.isZero()) {
			return token(attempt(waiting, false));
		}
		this.waits.put(waiting.id(), waiting);
		try {
			return await(waiting, wait);
		}
		finally {
			this.waits.remove(waiting.id());
		}
	}

	private @Nullable String attempt(RedisWait waiting, boolean mayWait) {
		try {
			return mayWait ? this.scripts.text(RedisScript.LOCK, waiting.lock(), waiting.id(), waiting.host(),
					waiting.owner(), 1) : look(waiting, RedisScript.LOCK);
		}
		catch (StateUnavailableException ex) {
			if (ex.outcomeUnknown()) {
				this.cleanup.free(waiting);
			}
			throw ex;
		}
	}

	private OptionalLong await(RedisWait waiting, Duration wait) throws InterruptedException {
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
			this.cleanup.free(waiting);
			throw ex;
		}
	}

	private @Nullable String next(RedisWait waiting, long left) throws InterruptedException {
		try {
			String answer = waiting.granted().get(Math.min(left, LOOK), TimeUnit.NANOSECONDS);
			return answer.equals(ENDED) ? withdrawn(waiting) : answer;
		}
		catch (TimeoutException ex) {
			return (left <= LOOK) ? BUSY : look(waiting, RedisScript.POLL);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private @Nullable String look(RedisWait waiting, RedisScript script) {
		return this.scripts.text(script, waiting.lock(), waiting.id(), waiting.host(), waiting.owner());
	}

	/**
	 * End a wait.
	 * @return the token if the lock was given to it meanwhile
	 */
	private String withdraw(RedisWait waiting) {
		String token = look(waiting, RedisScript.WITHDRAW);
		return (token != null) ? token : UNKNOWN;
	}

	private String withdrawn(RedisWait waiting) {
		giveBack(waiting);
		return UNKNOWN;
	}

	private void giveBack(RedisWait waiting) {
		if (this.closed) {
			return;
		}
		try {
			token(withdraw(waiting)).ifPresent((token) -> unlock(waiting.lock(), token));
		}
		catch (StateUnavailableException ex) {
			logger.debug("A wait for a lock was not withdrawn yet", ex);
			this.cleanup.free(waiting);
		}
	}

	private static OptionalLong token(@Nullable String answer) {
		return answer == null || answer.equals(BUSY) || answer.equals(UNKNOWN) ? OptionalLong.empty()
				: OptionalLong.of(Long.parseLong(answer));
	}

	void unlock(String lock, long token) {
		this.attempts.unlocked(lock, token);
		this.scripts.number(RedisScript.UNLOCK, lock, String.valueOf(token));
	}

	void releaseAll(String owner) {
		this.attempts.released((of) -> of.equals(owner) || this.workers.hostOf(of).equals(owner));
		this.workers.release(owner);
		this.waits.values()
			.stream()
			.filter((waiting) -> waiting.owner().equals(owner) || waiting.host().equals(owner))
			.forEach((waiting) -> waiting.granted().complete(ENDED));
	}

	/**
	 * Take a message that a lock was given to a wait of this process.
	 * @param message the wait and the token
	 */
	void granted(String message) {
		List<String> parts = List.of(message.split(" "));
		RedisWait waiting = this.waits.get(parts.get(0));
		if (waiting != null) {
			waiting.granted().complete(parts.get(1));
		}
	}

	void close() {
		this.closed = true;
		this.cleanup.close();
		this.waits.values().forEach((waiting) -> waiting.granted().complete(ENDED));
	}

}
