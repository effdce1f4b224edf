package io.appinfra.net.state;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Puts the clock of an engine back and forward by an hour, and looks at leases and locks.
 */
public final class ClockJumps {

	private static final long HOUR = 3600;

	private final StateStore store;

	private final Clock clock;

	/**
	 * Create what is checked.
	 * @param store a store with a lease that is shorter than an hour, and longer than the
	 * test
	 * @param clock the clock of the engine
	 */
	public ClockJumps(StateStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * Check that no lease ends early where the clock is put back, nor lasts for an hour
	 * longer.
	 * @param looks looks at the store so that it can notice
	 * @param most how long a lease may last then
	 */
	public void back(Runnable looks, Duration most) throws Exception {
		this.store.admit("one");
		this.store.admit("two");
		long token = this.store.lock("lock", "one", Duration.ZERO).orElseThrow();
		this.clock.set(-HOUR);
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isEmpty();
		looks.run();
		assertThat(this.store.owners()).containsOnlyKeys("one", "two");
		assertThat(this.store.owners().get("one")).isPositive().isLessThanOrEqualTo(most);
		assertThat(this.store.renew("one")).isPresent();
		assertThat(this.store.owners().get("one")).isPositive().isLessThanOrEqualTo(this.store.lease());
		this.store.unlock("lock", token);
		assertThat(this.store.lock("lock", "two", Duration.ZERO).orElseThrow()).isGreaterThan(token);
	}

	/**
	 * Check that leases are over where the clock is put forward, that their owners learn
	 * it, and that their locks are given with greater tokens.
	 */
	public void forward() throws Exception {
		this.store.admit("one");
		long token = this.store.lock("lock", "one", Duration.ZERO).orElseThrow();
		this.clock.set(HOUR);
		assertThat(this.store.owners()).isEmpty();
		assertThat(this.store.renew("one")).isEmpty();
		this.store.admit("two");
		assertThat(this.store.lock("lock", "two", Duration.ZERO).orElseThrow()).isGreaterThan(token);
		assertThat(this.store.owners()).containsOnlyKeys("two");
	}

	/**
	 * The clock of an engine.
	 */
	@FunctionalInterface
	public interface Clock {

		/**
		 * Let the clock be wrong.
		 * @param seconds by how much it is ahead
		 */
		void set(long seconds) throws Exception;

	}

}
