package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Restarts}.
 */
class RestartsTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void nextGrowsUpToMaxDelay() {
		Counted restarts = restarts(policy(0, 100), 0.5);
		assertThat(LongStream.range(0, 7).mapToObj((i) -> restarts.next(i).delay())).containsExactly(
				Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800), Duration.ofMillis(1600),
				Duration.ofMillis(3200), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	@Test
	void nextWhenDelayWouldOverflowIsMaxDelay() {
		Counted restarts = restarts(policy(0, 10_000), 0.5);
		for (int i = 0; i < 5000; i++) {
			restarts.next(i);
		}
		assertThat(restarts.next(5000).delay()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void nextWhenTimesAreCenturiesIsAsLongAsClocksCount() {
		Duration centuries = Duration.ofDays(1_000_000);
		Counted restarts = restarts(new RestartPolicy(Duration.ofSeconds(1), centuries, 2, 0.5, 1, centuries), 1);
		assertThat(restarts.next(0).delay()).isEqualTo(Duration.ofMillis(1500));
		restarts.next(SECOND);
		Restarts.Decision decision = restarts.next(2 * SECOND);
		assertThat(decision.tooMany()).isTrue();
		assertThat(decision.delay()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
	}

	@Test
	void nextCountsAll() {
		Counted restarts = restarts(policy(0, 2), 0.5);
		for (int i = 0; i < 5; i++) {
			restarts.next(i * 1000 * SECOND);
		}
		assertThat(restarts.total()).isEqualTo(5);
	}

	@Test
	void nextWithJitterStaysWithinItsFraction() {
		assertThat(restarts(policy(0.25, 10), 0).next(0).delay()).isEqualTo(Duration.ofMillis(150));
		assertThat(restarts(policy(0.25, 10), 0.5).next(0).delay()).isEqualTo(Duration.ofMillis(200));
		assertThat(restarts(policy(0.25, 10), Math.nextDown(1.0)).next(0).delay()).isBetween(Duration.ofMillis(249),
				Duration.ofMillis(250));
		assertThat(restarts(policy(1, 10), 0).next(0).delay()).isZero();
	}

	@Test
	void nextWithMoreThanMaxRestartsInWindowIsTooMany() {
		Counted restarts = restarts(policy(0, 2), 0.5);
		assertThat(restarts.next(0).tooMany()).isFalse();
		assertThat(restarts.next(SECOND).tooMany()).isFalse();
		Restarts.Decision decision = restarts.next(60 * SECOND);
		assertThat(decision.tooMany()).isTrue();
		assertThat(decision.delay()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void nextForgetsWhatIsBeforeTheWindow() {
		Counted restarts = restarts(policy(0, 2), 0.5);
		restarts.next(0);
		restarts.next(SECOND);
		assertThat(restarts.next(60 * SECOND + 1).tooMany()).isFalse();
		assertThat(restarts.next(200 * SECOND).delay()).isEqualTo(Duration.ofMillis(200));
	}

	@Test
	void nextWhenClockWrapsKeepsTheWindow() {
		Counted restarts = restarts(policy(0, 2), 0.5);
		restarts.next(Long.MAX_VALUE);
		restarts.next(Long.MAX_VALUE + SECOND);
		assertThat(restarts.next(Long.MAX_VALUE + 2 * SECOND).tooMany()).isTrue();
		assertThat(restarts.next(Long.MAX_VALUE + 200 * SECOND).tooMany()).isFalse();
	}

	@Test
	void nextWhenNoRestartIsNormalIsTooManyAtOnce() {
		assertThat(restarts(policy(0, 0), 0.5).next(0).tooMany()).isTrue();
	}

	@Test
	void createPolicyWithNonsenseThrows() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RestartPolicy(second.negated(), second, 2, 0, 1, second))
			.withMessageContaining("initial-delay");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RestartPolicy(second, second.minusNanos(1), 2, 0, 1, second))
			.withMessageContaining("max-delay");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartPolicy(second, second, 0.9, 0, 1, second))
			.withMessageContaining("multiplier");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartPolicy(second, second, 2, 1.1, 1, second))
			.withMessageContaining("jitter");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartPolicy(second, second, 2, 0, -1, second))
			.withMessageContaining("max-restarts");
		assertThatIllegalArgumentException().isThrownBy(() -> new RestartPolicy(second, second, 2, 0, 1, Duration.ZERO))
			.withMessageContaining("window");
	}

	private static RestartPolicy policy(double jitter, int maxRestarts) {
		return new RestartPolicy(Duration.ofMillis(200), Duration.ofSeconds(5), 2, jitter, maxRestarts,
				Duration.ofSeconds(60));
	}

	private static Counted restarts(RestartPolicy policy, double random) {
		return new Counted(Restarts.none(policy), random);
	}

	/**
	 * Goes on from each decision.
	 */
	private static final class Counted {

		private final double random;

		private Restarts restarts;

		private Counted(Restarts restarts, double random) {
			this.restarts = restarts;
			this.random = random;
		}

		Restarts.Decision next(long now) {
			Restarts.Decision decision = this.restarts.next(now, this.random);
			this.restarts = decision.restarts();
			return decision;
		}

		long total() {
			return this.restarts.total();
		}

	}

}
