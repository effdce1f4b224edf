package io.appinfra.net.state.local;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The sequence of versions and fencing tokens, which goes on with greater ones after a
 * restart of the process.
 */
final class LocalSequence implements LongSupplier {

	private final AtomicLong last = new AtomicLong();

	/**
	 * Return the time in microseconds since 1970.
	 * @return the time
	 */
	static long micros() {
		return System.currentTimeMillis() * 1000;
	}

	@Override
	public long getAsLong() {
		long now = micros();
		return this.last.updateAndGet((last) -> Math.max(last + 1, now));
	}

}
