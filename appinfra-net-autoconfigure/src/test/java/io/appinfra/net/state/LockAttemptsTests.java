package io.appinfra.net.state;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LockAttempts}.
 */
class LockAttemptsTests {

	private static final OptionalLong TOKEN = OptionalLong.of(7);

	private static final int THREADS = 8;

	private static final int ROUNDS = 20_000;

	private final LockAttempts attempts = new LockAttempts();

	@Test
	void attemptThatTookNothingIsOver() {
		long number = this.attempts.begin("owner");
		assertThat(this.attempts.isOngoing(number)).isTrue();
		this.attempts.end(number, "lock", OptionalLong.empty());
		assertThat(this.attempts.isOngoing(number)).isFalse();
	}

	@Test
	void attemptThatTookALockIsOverOnceThatIsFreed() {
		long number = this.attempts.begin("owner");
		this.attempts.end(number, "lock", TOKEN);
		assertThat(this.attempts.ongoing()).containsExactly(number, number);
		this.attempts.unlocked("lock", 7);
		assertThat(this.attempts.ongoing()).containsExactly(number);
	}

	@Test
	void attemptsWhenLocksHaveTheSameTokenEndEachForItself() {
		long first = this.attempts.begin("owner");
		long second = this.attempts.begin("owner");
		this.attempts.end(first, "first", TOKEN);
		this.attempts.end(second, "second", TOKEN);
		this.attempts.unlocked("first", 7);
		assertThat(this.attempts.isOngoing(first)).isFalse();
		assertThat(this.attempts.isOngoing(second)).isTrue();
	}

	@Test
	void attemptsOfAnOwnerThatWasReleasedAreOver() {
		long held = this.attempts.begin("gone");
		this.attempts.end(held, "lock", TOKEN);
		long late = this.attempts.begin("gone");
		long other = this.attempts.begin("owner");
		this.attempts.released("gone"::equals);
		this.attempts.end(late, "other", TOKEN);
		assertThat(this.attempts.ongoing()).containsExactly(other, other);
	}

	@Test
	@Timeout(60)
	void attemptsOfManyThreadsHaveNumbersOfTheirOwnAndAreAllOver() throws Exception {
		long lasting = this.attempts.begin("lasting");
		List<Callable<List<Long>>> takers = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			String owner = "owner" + thread;
			takers.add(() -> takeAndFree(owner));
		}
		List<Long> numbers = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			for (Future<List<Long>> taken : threads.invokeAll(takers)) {
				numbers.addAll(taken.get());
			}
		}
		finally {
			threads.shutdownNow();
		}
		numbers.sort(null);
		long last = THREADS * ROUNDS + 1;
		assertThat(numbers).isEqualTo(LongStream.rangeClosed(2, last).boxed().toList());
		assertThat(this.attempts.ongoing()).containsExactly(last, lasting);
	}

	/**
	 * Take and free locks, of which each third is not had, and each other third is freed
	 * with all of the owner.
	 */
	private List<Long> takeAndFree(String owner) {
		List<Long> numbers = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			long number = this.attempts.begin(owner);
			numbers.add(number);
			assertThat(this.attempts.ongoing()).contains(number);
			this.attempts.end(number, owner, (round % 3 == 0) ? OptionalLong.empty() : OptionalLong.of(number));
			if (round % 3 == 1) {
				this.attempts.unlocked(owner, number);
			}
			else {
				this.attempts.released(owner::equals);
			}
		}
		return numbers;
	}

}
