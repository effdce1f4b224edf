package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PauseMeter}.
 */
class PauseMeterTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());

	private final PauseMeter meter = new PauseMeter(this.now::get);

	@Test
	void causeWhenMeterWasRunOnTimeIsTheScheduler() {
		run(30);
		assertThat(cause(2000)).startsWith("the application's task scheduler, which had no thread free");
	}

	@Test
	void causeWhenMeterWasRunLateIsPause() {
		run(10);
		advance(2000);
		this.meter.run();
		run(3);
		assertThat(cause(2200)).startsWith("a pause of the JVM");
	}

	@Test
	void causeWhenMeterIsStillLateIsPause() {
		run(10);
		advance(2000);
		assertThat(cause(2000)).startsWith("a pause of the JVM");
	}

	@Test
	void causeWhenPauseWasBeforeItIsTheScheduler() {
		advance(2000);
		this.meter.run();
		run(30);
		assertThat(cause(2500)).startsWith("the application's task scheduler, which");
	}

	@Test
	void causeWhenPauseWasTheLesserPartIsTheScheduler() {
		run(10);
		advance(700);
		this.meter.run();
		run(13);
		assertThat(cause(2000)).startsWith("the application's task scheduler, which");
	}

	@Test
	void causeWhenTooShortToKnowIsEither() {
		run(10);
		assertThat(cause(150)).isEqualTo("the application's task scheduler or a pause of the JVM");
	}

	private void run(int times) {
		for (int i = 0; i < times; i++) {
			this.now.addAndGet(PauseMeter.DELAY.toNanos());
			this.meter.run();
		}
	}

	private void advance(long millis) {
		this.now.addAndGet(Duration.ofMillis(millis).toNanos());
	}

	private String cause(long millisAgo) {
		return this.meter.cause(this.now.get() - Duration.ofMillis(millisAgo).toNanos(), this.now.get());
	}

}
