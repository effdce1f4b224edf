package io.appinfra.net.http.limits;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

import io.appinfra.net.http.error.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link LimitedBody}, without a web server.
 */
class LimitedBodyTests {

	private final Deadlines deadlines = new Deadlines();

	private WaitingThreads threads = WaitingThreads.unbounded();

	@AfterEach
	void close() {
		this.deadlines.close();
	}

	@ParameterizedTest
	@CsvSource({ "10, 4 6 -1, 0", "10, 4 6 1, 11", "10, 11, 11", "0, -1, 0", "0, 1, 1", "-1, 1000 1000, 0" })
	void readBytesWhenMoreThanAllowedIsRefusedAtTheByteThatIsTooMuch(long limit, String reads, int refusedAt)
			throws IOException {
		LimitedBody body = body(new byte[0],
				new HandlerLimits((limit != -1) ? DataSize.ofBytes(limit) : null, null, null, null, null));
		int sum = 0;
		int refused = 0;
		for (String read : reads.split(" ")) {
			int count = Integer.parseInt(read);
			sum += Math.max(count, 0);
			refused = (statusOf(() -> body.readBytes(0, () -> count)) == 413) ? sum : refused;
		}
		assertThat(refused).isEqualTo(refusedAt);
	}

	@Test
	void isThereWhenAnnouncedBytesHaveBeenReadIsTrue() throws IOException {
		LimitedBody body = body(new byte[3], HandlerLimits.NONE);
		assertThat(body.isThere()).isFalse();
		body.readBytes(3, () -> 2);
		assertThat(body.isThere()).isFalse();
		body.readBytes(1, () -> 1);
		assertThat(body.isThere()).isTrue();
		assertThat(body.hasFailed()).isFalse();
	}

	static Stream<Arguments> failures() {
		return Stream.of(arguments(new EofException("gone"), 400),
				arguments(new HttpException.RuntimeException(413, "large"), 413),
				arguments(new ZipException("no gzip"), 400), arguments(new IOException(new TimeoutException()), 408));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void readWhenClientFailsIsRefused(Exception failure, int status) {
		LimitedBody body = body(new byte[3], HandlerLimits.NONE);
		assertThat(statusOf(() -> body.readBytes(0, () -> fail(failure)))).isEqualTo(status);
		assertThat(body.hasFailed()).isTrue();
		assertThat(statusOf(() -> body(new byte[3], HandlerLimits.NONE).readAll(() -> fail(failure))))
			.isEqualTo(status);
	}

	@Test
	void readAllWhenServerFailsThrowsWhatItThrew() {
		LimitedBody body = body(new byte[3], HandlerLimits.NONE);
		assertThatExceptionOfType(FileNotFoundException.class)
			.isThrownBy(() -> body.readAll(() -> fail(new FileNotFoundException("upload.tmp"))));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> body.readAll(() -> fail(new IllegalStateException("mine"))));
	}

	@Test
	void readAllWhenBodyIsNotUnderstoodIsRefused() {
		LimitedBody body = body(new byte[3], HandlerLimits.NONE);
		assertThat(statusOf(() -> body.readAll(() -> fail(new IllegalArgumentException("%zz"))))).isEqualTo(400);
	}

	@Test
	void readAllWhenServerGoesOnReadingEndsItAgain() {
		LimitedBody body = body(new byte[3],
				new HandlerLimits(null, null, Duration.ofMillis(1), null, Duration.ofSeconds(1)));
		assertThat(statusOf(() -> body.readAll(() -> {
			for (int i = 0; i < 3; i++) {
				assertThatIOException().isThrownBy(LimitedBodyTests::waitForEver);
			}
			return 3;
		}))).isEqualTo(408);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void readBytesWhenTimeIsOverEndsWaitAndLeavesNoInterrupt() {
		LimitedBody body = body(new byte[3],
				new HandlerLimits(null, null, Duration.ofMillis(1), null, Duration.ofSeconds(1)));
		assertThat(statusOf(() -> body.readBytes(0, LimitedBodyTests::waitForEver))).isEqualTo(408);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(body.hasFailed()).isTrue();
		assertThat(body.waitedNanos()).isGreaterThanOrEqualTo(Duration.ofMillis(1).toNanos());
	}

	@Test
	void waitedNanosWhenThreadWaitsGrows() throws IOException {
		LimitedBody body = body(new byte[3], HandlerLimits.NONE);
		assertThat(body.waitedNanos()).isZero();
		body.readBytes(0, () -> {
			long start = System.nanoTime();
			long before = body.waitedNanos();
			while (System.nanoTime() - start < Duration.ofMillis(1).toNanos()) {
				Thread.onSpinWait();
			}
			assertThat(body.waitedNanos() - before).isPositive();
			return 3;
		});
		assertThat(body.waitedNanos()).isGreaterThanOrEqualTo(Duration.ofMillis(1).toNanos());
	}

	@Test
	void readBytesWhenTooManyThreadsWaitIsRefusedUnlessItNeedsNotWait() throws IOException {
		this.threads = WaitingThreads.atMost(1);
		LimitedBody body = body(new byte[3], HandlerLimits.NONE);
		LimitedBody other = body(new byte[3], HandlerLimits.NONE);
		int count = body.readBytes(0, () -> {
			assertThat(other.readBytes(2, () -> 2)).isEqualTo(2);
			assertThat(statusOf(() -> other.readBytes(0, () -> 1))).isEqualTo(503);
			return 1;
		});
		assertThat(count).isEqualTo(1);
		assertThat(body(new byte[3], HandlerLimits.NONE).readBytes(0, () -> 3)).isEqualTo(3);
	}

	private LimitedBody body(byte[] content, HandlerLimits limits) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		if (content.length > 0) {
			request.setContent(content);
		}
		return new LimitedBody(request, limits.maxBodySize(), new BodyWaits(limits, this.deadlines, this.threads));
	}

	private static int waitForEver() throws IOException {
		try {
			new CountDownLatch(1).await();
			return -1;
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static int fail(Exception failure) throws IOException {
		if (failure instanceof IOException exception) {
			throw exception;
		}
		throw (RuntimeException) failure;
	}

	/**
	 * Return the status with which something is refused, 0 if it is not.
	 */
	private static int statusOf(ThrowingCallable read) {
		Refusal refusal = catchThrowableOfType(Refusal.class, read);
		return (refusal != null) ? refusal.getStatusCode().value() : 0;
	}

}
