package io.appinfra.net.history.check;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FencingTokens}.
 */
class FencingTokensTests {

	@Test
	void checkWhenTokensGrowCountsThem() {
		assertThat(FencingTokens.check(List.of(lock(0, 1, 10), lock(2, 3, 11), lock(4, 5, Operation.ABSENT))))
			.isEqualTo(2);
	}

	@Test
	void checkWhenAttemptsOverlapTakesEachOrder() {
		assertThat(FencingTokens.check(List.of(lock(0, 9, 11), lock(1, 8, 10)))).isEqualTo(2);
	}

	@Test
	void checkWhenLaterTokenIsLowerOrEqualFails() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> FencingTokens.check(List.of(lock(0, 1, 11), lock(2, 3, 10))));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> FencingTokens.check(List.of(lock(0, 1, 10), lock(2, 3, 10))));
	}

	private static Operation lock(long invoked, long returned, long token) {
		return new Operation("client", 0, Kind.LOCK, 0, 0, token, invoked, returned, true);
	}

}
