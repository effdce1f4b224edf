package io.appinfra.net.cluster.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecord.Tally;
import io.appinfra.net.ticker.TickRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link RecordJson} and {@link FlatJson}.
 */
class RecordJsonTests {

	private static final Instant AT = Instant.parse("2026-11-28T03:04:05.123456Z");

	@Test
	void readWhenRecordIsNewReadsWhatWasWritten() {
		assertThat(RecordJson.write(TickerRecord.NEW)).asString().isEqualTo("{}");
		assertThat(RecordJson.read(RecordJson.write(TickerRecord.NEW))).isEqualTo(TickerRecord.NEW);
	}

	@Test
	void readWhenRecordIsFullReadsWhatWasWritten() {
		TickRecord last = new TickRecord(16, AT, AT.plusMillis(1), 1.25, 0.5, TickRecord.Outcome.FAILURE,
				"java.lang.IllegalStateException: \"quoted\" \\ ü \uD83D\uDE00 \n\t {[,:]}");
		TickerRecord record = new TickerRecord("a/web-1", 17, TickerRecord.micros(AT), 5, 6, 7, true,
				Duration.ofMillis(1500), Duration.ofSeconds(1), 3, new Tally(16, 2, 1, 7), last,
				new Change("pause", "a", AT));
		assertThat(RecordJson.read(RecordJson.write(record))).isEqualTo(record);
	}

	@Test
	void readWhenAnotherVersionKnowsMoreLeavesThatOut() {
		byte[] json = "{ \"owner\" : \"a\", \"later\": [\"x\", \"y\"], \"more\": 1.5, \"number\": 3 }"
			.getBytes(StandardCharsets.UTF_8);
		assertThat(RecordJson.read(json).owner()).isEqualTo("a");
		assertThat(RecordJson.read(json).number()).isEqualTo(3);
	}

	@Test
	void readWhenItIsSomethingElseFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> RecordJson.read("[1".getBytes(StandardCharsets.UTF_8)))
			.withMessageContaining("[1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RecordJson.read("{\"a\"".getBytes(StandardCharsets.UTF_8)));
	}

}
