package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What requests come before and while the web process drains. Safe for use by many
 * threads.
 */
public final class Traffic {

	/**
	 * How many requests have to be expected so that their absence means something.
	 */
	private static final int EXPECTED = 20;

	private static final Duration SAMPLE = Duration.ofSeconds(10);

	private final LongSupplier nanoTime;

	private final LongAdder requests = new LongAdder();

	private volatile long lastAt;

	private volatile boolean draining;

	private volatile boolean probed;

	private long sampledAt;

	private long sampled;

	private double rate;

	/**
	 * Create the traffic of a web process that has not begun to drain.
	 */
	public Traffic() {
		this(System::nanoTime);
	}

	Traffic(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.sampledAt = nanoTime.getAsLong();
	}

	/**
	 * Return whether the web process drains, so that connections end with the responses.
	 * @return whether it drains
	 */
	boolean isDraining() {
		return this.draining;
	}

	/**
	 * Take note of a request that only asks whether the application is well.
	 */
	void probe() {
		this.probed = this.probed || this.draining;
	}

	/**
	 * Take note of any other request.
	 */
	void request() {
		this.requests.increment();
		if (this.draining) {
			this.lastAt = this.nanoTime.getAsLong();
		}
		else {
			sample();
		}
	}

	/**
	 * Measure the rate of the last seconds without a look at the clock for each request.
	 */
	private void sample() {
		if ((this.requests.intValue() & 0xF) == 0) {
			newSample(this.nanoTime.getAsLong());
		}
	}

	private synchronized void newSample(long now) {
		if (now - this.sampledAt >= SAMPLE.toNanos()) {
			long count = this.requests.sum();
			this.rate = (count - this.sampled) / (double) (now - this.sampledAt);
			this.sampled = count;
			this.sampledAt = now;
		}
	}

	/**
	 * Let connections last again, as at first.
	 */
	void admit() {
		this.draining = false;
	}

	/**
	 * Let connections end with the responses from now on.
	 */
	synchronized void drain() {
		long now = this.nanoTime.getAsLong();
		double current = (this.requests.sum() - this.sampled) / (double) Math.max(1, now - this.sampledAt);
		this.rate = (now - this.sampledAt < SAMPLE.toNanos()) ? Math.max(this.rate, current) : current;
		this.probed = false;
		this.lastAt = now;
		this.draining = true;
	}

	/**
	 * Measure from now on how long it is quiet.
	 */
	void listen() {
		this.lastAt = this.nanoTime.getAsLong();
	}

	/**
	 * Return whether no request has come for a while, probes aside.
	 * @param quiet how long a while is
	 * @return whether it is quiet
	 */
	boolean isQuiet(Duration quiet) {
		return this.nanoTime.getAsLong() - this.lastAt >= quiet.toNanos();
	}

	/**
	 * Return whether the load balancer certainly sends nothing any more: it has probed,
	 * and at the rate of before so many requests would have come since then that their
	 * absence is no chance.
	 * @param quiet how long nothing has to have come
	 * @return whether nothing but probes comes
	 */
	synchronized boolean hasEnded(Duration quiet) {
		return this.probed && isQuiet(quiet) && this.rate * quiet.toNanos() >= EXPECTED;
	}

}
