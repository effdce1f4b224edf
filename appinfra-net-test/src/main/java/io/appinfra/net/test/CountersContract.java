package io.appinfra.net.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store does with counters.
 */
abstract class CountersContract extends ChangesContract {

	@Test
	void counterCounts() {
		assertThat(this.store.count("counter")).isZero();
		assertThat(this.store.addAndGet("counter", 5)).isEqualTo(5);
		assertThat(this.store.addAndGet("counter", -7)).isEqualTo(-2);
		assertThat(this.store.compareAndSetCount("counter", 0, 1)).isFalse();
		assertThat(this.store.compareAndSetCount("counter", -2, Long.MAX_VALUE)).isTrue();
		assertThat(this.store.addAndGet("counter", 1)).isEqualTo(Long.MIN_VALUE);
		this.store.setCount("counter", 3);
		assertThat(this.store.count("counter")).isEqualTo(3);
		assertThat(this.store.count("other")).isZero();
	}

	@Test
	void addAndGetFromManyThreadsLosesNothing() throws Exception {
		inThreads(8, () -> {
			for (int i = 0; i < 500; i++) {
				this.store.addAndGet("counter", 1);
			}
			return null;
		});
		assertThat(this.store.count("counter")).isEqualTo(4000);
	}

}
