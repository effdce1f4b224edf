package io.appinfra.net.state;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lease}.
 */
@Timeout(60)
class LeaseTests {

	private final AtomicLong nanos = new AtomicLong();

	private final Lease lease = Lease.limited(this.nanos::get);

	@Test
	void isLiveUntilTimeIsOver() {
		assertThat(this.lease.isLive()).isFalse();
		this.lease.extend(0, Duration.ofNanos(10));
		this.nanos.set(9);
		assertThat(this.lease.isLive()).isTrue();
		assertThat(this.lease.remaining()).isEqualTo(Duration.ofNanos(1));
		this.nanos.set(10);
		assertThat(this.lease.isLive()).isFalse();
		assertThat(this.lease.remaining()).isZero();
	}

	@Test
	void endIfOverEndsForGood() {
		this.lease.extend(0, Duration.ofNanos(10));
		assertThat(this.lease.endIfOver()).isFalse();
		this.nanos.set(10);
		assertThat(this.lease.endIfOver()).isTrue();
		this.lease.extend(10, Duration.ofNanos(10));
		assertThat(this.lease.isLive()).isFalse();
	}

	@Test
	void onEndRunsActionOnceUnlessWithdrawn() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		CountDownLatch withdrawn = new CountDownLatch(1);
		this.lease.onEnd(ended::countDown);
		this.lease.onEnd(withdrawn::countDown).close();
		this.lease.end();
		ended.await();
		CountDownLatch late = new CountDownLatch(1);
		this.lease.onEnd(late::countDown);
		late.await();
		assertThat(withdrawn.await(1, TimeUnit.MILLISECONDS)).isFalse();
	}

	@Test
	void isLiveWhenEndlessUntilEnded() {
		Lease endless = Lease.endless();
		assertThat(endless.isLive()).isTrue();
		assertThat(endless.remaining()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
		endless.end();
		assertThat(endless.isLive()).isFalse();
	}

}
