package io.appinfra.net.autoconfigure.state;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FirstConnection}.
 */
class FirstConnectionTests {

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void openWhenTheThirdAttemptSucceedsReturnsItsConnection() throws Exception {
		assertThat(open(3)).isEqualTo("connection 3");
	}

	@Test
	void openWhenAttemptsFailAtOnceTriesForAWhile() throws Exception {
		assertThat(open(6, Duration.ofMinutes(1))).isEqualTo("connection 6");
	}

	@Test
	void openWhenAllAttemptsAreInVainThrowsWhatTheLastOneDoes() {
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> open(4)).withMessage("attempt 3");
	}

	@Test
	void openWhenAnotherAttemptWouldNotSucceedThrowsAtOnce() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> FirstConnection.open(() -> {
			this.attempts.incrementAndGet();
			throw new IOException("denied");
		}, TimeoutException.class::isInstance));
		assertThat(this.attempts).hasValue(1);
	}

	private String open(int success) throws Exception {
		return open(success, Duration.ZERO);
	}

	private String open(int success, Duration patience) throws Exception {
		return FirstConnection.open(() -> {
			int attempt = this.attempts.incrementAndGet();
			if (attempt < success) {
				throw new TimeoutException("attempt " + attempt);
			}
			return "connection " + attempt;
		}, TimeoutException.class::isInstance, patience);
	}

}
