package io.appinfra.net.state.view;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ServerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Attempts}.
 */
class AttemptsTests {

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void failedWhenTooLongAndOftenThrows() {
		try (Attempts attempts = new Attempts(this, "prices", "a", this.nanos::get)) {
			this.nanos.set(Attempts.LONGEST);
			for (int i = 1; i < Attempts.FEWEST; i++) {
				attempts.failed();
			}
			assertThatExceptionOfType(ServerException.class).isThrownBy(attempts::failed)
				.withMessageContainingAll("key 'a' of shared map 'prices'", "10 attempts", "10 s");
		}
	}

	@Test
	void failedWhenOftenInShortTimeReturns() {
		try (Attempts attempts = new Attempts(this, "prices", "a", this.nanos::get)) {
			this.nanos.set(Attempts.LONGEST - 1);
			for (int i = 0; i < 1000; i++) {
				attempts.failed();
			}
		}
		assertThat(this.nanos).hasValue(Attempts.LONGEST - 1);
	}

}
