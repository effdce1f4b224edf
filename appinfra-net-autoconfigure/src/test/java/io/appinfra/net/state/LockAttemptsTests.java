package io.appinfra.net.state;

import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LockAttempts}.
 */
class LockAttemptsTests {

	private static final OptionalLong TOKEN = OptionalLong.of(7);

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

}
