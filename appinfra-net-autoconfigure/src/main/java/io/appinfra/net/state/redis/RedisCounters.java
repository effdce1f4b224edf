package io.appinfra.net.state.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateLimits;

/**
 * The counters of a {@link RedisStateStore}: one hash.
 */
final class RedisCounters {

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	private final RedisScripts scripts;

	private final StateLimits limits;

	private final byte[] hash;

	RedisCounters(RedisScripts scripts, RedisStateSettings settings) {
		this.scripts = scripts;
		this.limits = settings.limits();
		this.hash = RedisBytes.of(settings.prefix() + "counters");
	}

	long count(String counter) {
		byte[] count = this.scripts.operations()
			.<byte @Nullable []>call(false, (commands) -> commands.hget(this.hash, RedisBytes.of(counter)));
		return (count != null) ? RedisBytes.number(count) : 0;
	}

	void setCount(String counter, long value) {
		ensure(counter);
		this.scripts.change((commands) -> commands.hset(this.hash, RedisBytes.of(counter), RedisBytes.of(value)));
	}

	long addAndGet(String counter, long delta) {
		ensure(counter);
		try {
			return this.scripts.<Long>change((commands) -> commands.hincrby(this.hash, RedisBytes.of(counter), delta));
		}
		catch (StateUnavailableException ex) {
			if (ex.outcomeUnknown() || !ex.getMessage().contains("overflow")) {
				throw ex;
			}
			return wrapAround(counter, delta);
		}
	}

	private long wrapAround(String counter, long delta) {
		long count;
		do {
			count = count(counter);
		}
		while (!compareAndSetCount(counter, count, count + delta));
		return count + delta;
	}

	boolean compareAndSetCount(String counter, long expected, long value) {
		ensure(counter);
		return this.scripts.number(RedisScript.COMPARE_AND_SET_COUNT, counter, expected, value) > 0;
	}

	/**
	 * Count a counter that this process has not used before.
	 */
	private void ensure(String counter) {
		if (!this.known.contains(counter)) {
			long tooMany = this.scripts.number(RedisScript.COUNTER, counter, this.limits.maxEntries());
			this.limits.checkNames("counter", counter, (int) tooMany);
			this.known.add(counter);
		}
	}

}
