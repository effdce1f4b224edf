package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.ticker.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TickProblemLog}, as a {@link TickerGroup} uses it.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class TickProblemLogTests {

	@Test
	void endedWhenEqualFailuresFollowLogsStackOnceUntilTickSucceeds(CapturedOutput output) {
		TickerGroup group = new TickerGroup(List.of(TestSettings.every(Duration.ofMillis(10)).define("feed")),
				(definition) -> (tick) -> failUnlessFourth(tick.number()), null, false);
		group.start();
		await().untilAsserted(() -> assertThat(output).contains("Tick 6 of ticker 'feed' failed"));
		group.stop(Duration.ofSeconds(10));
		assertThat(output).contains("Tick 1 of ticker 'feed' failed" + System.lineSeparator())
			.contains("Tick 2 of ticker 'feed' failed as before, 2 times in a row: "
					+ "java.lang.IllegalStateException: no 2" + System.lineSeparator())
			.contains("Tick 3 of ticker 'feed' failed as before, 3 times in a row: "
					+ "java.lang.IllegalStateException: no 3" + System.lineSeparator())
			.contains("Tick 5 of ticker 'feed' failed" + System.lineSeparator())
			.contains("Tick 6 of ticker 'feed' failed as before, 2 times in a row: "
					+ "java.lang.IllegalStateException: no more 6" + System.lineSeparator());
		assertThat(
				output.toString().lines().filter((line) -> line.contains("at ") && line.contains(".failUnlessFourth(")))
			.hasSize(2);
	}

	private static void failUnlessFourth(long number) {
		if (number != 4) {
			throw new IllegalStateException((number > 4) ? "no\n more " + number : "no " + number);
		}
	}

}
