package io.appinfra.net.cluster.record;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecord.Tally;
import io.appinfra.net.ticker.TickRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickerRecord}.
 */
class TickerRecordTests {

	private static final Change CHANGE = new Change("pause", "alice", Instant.EPOCH);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void beginHasTheNextNumberAndCountsWhatWasSkipped() {
		TickerRecord record = TickerRecord.NEW.takenBy("me", 1).begin(100, 2, 105).end(tick(1), false, 110);
		record = record.begin(200, 3, 205);
		assertThat(record.owner()).isEqualTo("me");
		assertThat(record.number()).isEqualTo(2);
		assertThat(record.due()).isEqualTo(200);
		assertThat(record.begunAt()).isEqualTo(205);
		assertThat(record.endedAt()).isZero();
		assertThat(record.begun()).isTrue();
		assertThat(record.tally()).isEqualTo(new Tally(1, 0, 0, 5));
	}

	@Test
	void beginTriggeredLeavesTheScheduleAndAnswersAllTriggers() {
		TickerRecord record = TickerRecord.NEW.begin(100, 0, 105).end(tick(1), false, 110);
		record = record.triggered(CHANGE).triggered(CHANGE);
		assertThat(record.triggers()).isEqualTo(2);
		record = record.beginTriggered(150);
		assertThat(record.triggers()).isZero();
		assertThat(record.number()).isEqualTo(2);
		assertSchedule(record, 100, 105, 110);
		assertThat(record.begun()).isTrue();
	}

	/**
	 * A tick of the schedule ran from 105 to 110, and one that was asked for ends at 160.
	 */
	@ParameterizedTest
	@CsvSource({ "false,110", "true,160" })
	void endOfATriggeredTickMovesTheScheduleIfThatKeepsItsDistance(boolean spaced, long endedAt) {
		TickerRecord record = TickerRecord.NEW.begin(100, 0, 105).end(tick(1), spaced, 110);
		record = record.beginTriggered(150).end(tick(2), spaced, 160);
		assertSchedule(record, 100, 105, endedAt);
		assertThat(record.begun()).isFalse();
	}

	@Test
	void endOfATriggeredTickBeforeTheFirstOfTheScheduleLeavesThatDue() {
		TickerRecord record = TickerRecord.NEW.scheduled(100).beginTriggered(50).end(tick(1), true, 60);
		assertSchedule(record, 100, 0, 0);
	}

	@Test
	void takenWhenATickHasBegunIsLostAndNotRepeated() {
		TickerRecord record = TickerRecord.NEW.takenBy("you", 1).begin(100, 0, 105).takenBy("me", 900);
		assertThat(record.owner()).isEqualTo("me");
		assertLost(record, 1);
		assertSchedule(record, 100, 105, 105);
	}

	@Test
	void handedOverWhenATickHasBegunIsLostAndNotRepeated() {
		TickerRecord record = TickerRecord.NEW.takenBy("you", 1).begin(100, 0, 105).handedTo("me", 900);
		assertThat(record.owner()).isEqualTo("me");
		assertLost(record, 1);
	}

	@Test
	void takenWhenATriggeredTickHasBegunLeavesTheSchedule() {
		TickerRecord record = TickerRecord.NEW.begin(100, 0, 105).end(tick(1), false, 110);
		record = record.beginTriggered(150).takenBy("me", 900);
		assertLost(record, 2);
		assertSchedule(record, 100, 105, 110);
	}

	@Test
	void takenWhenNothingHasBegunIsTheSameButForItsOwner() {
		TickerRecord record = TickerRecord.NEW.takenBy("you", 1)
			.begin(100, 0, 105)
			.end(tick(1), false, 110)
			.withInterval(MINUTE, SECOND, CHANGE)
			.triggered(CHANGE);
		assertThat(record.takenBy("me", 900).handedTo("you", 901)).isEqualTo(record);
	}

	@Test
	void pauseKeepsTheScheduleAndItsEndStartsItAsAtFirst() {
		TickerRecord record = TickerRecord.NEW.begin(100, 0, 105).end(failure(1), false, 110);
		TickerRecord paused = record.paused(true, CHANGE);
		assertThat(paused.paused()).isTrue();
		assertThat(paused.change()).isEqualTo(CHANGE);
		assertThat(paused.tally()).isEqualTo(new Tally(1, 1, 1, 0));
		assertSchedule(paused, 100, 105, 110);
		Change resume = new Change("resume", "bob", Instant.EPOCH);
		TickerRecord resumed = paused.paused(false, resume);
		assertThat(resumed.paused()).isFalse();
		assertThat(resumed.change()).isEqualTo(resume);
		assertThat(resumed.tally()).as("failures in a row begin anew").isEqualTo(new Tally(1, 1, 0, 0));
		assertSchedule(resumed, 0, 0, 0);
	}

	@Test
	void pausedWhenItIsAlreadyChangesNothing() {
		TickerRecord paused = TickerRecord.NEW.paused(true, CHANGE);
		assertThat(paused.paused(true, new Change("pause", "bob", Instant.EPOCH))).isSameAs(paused);
	}

	@Test
	void intervalThatWasSetCountsUntilAnotherOneIsConfigured() {
		TickerRecord record = TickerRecord.NEW.withInterval(MINUTE, SECOND, CHANGE);
		assertThat(record.interval(SECOND)).isEqualTo(MINUTE);
		assertThat(record.interval(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
		assertThat(record.interval(null)).isNull();
		assertThat(TickerRecord.NEW.interval(SECOND)).isEqualTo(SECOND);
	}

	private static void assertSchedule(TickerRecord record, long due, long begunAt, long endedAt) {
		assertThat(record.due()).isEqualTo(due);
		assertThat(record.begunAt()).isEqualTo(begunAt);
		assertThat(record.endedAt()).isEqualTo(endedAt);
	}

	private static void assertLost(TickerRecord record, long number) {
		assertThat(record.begun()).isFalse();
		assertThat(record.number()).isEqualTo(number);
		assertThat(record.last()).isNotNull();
		assertThat(record.last().number()).isEqualTo(number);
		assertThat(record.last().outcome()).isEqualTo(TickRecord.Outcome.LOST);
		assertThat(record.tally().ticks()).isEqualTo(number);
		assertThat(record.tally().failuresInARow()).isOne();
	}

	private static TickRecord tick(long number) {
		return new TickRecord(number, Instant.EPOCH, Instant.EPOCH, 1, 0, TickRecord.Outcome.SUCCESS, null);
	}

	private static TickRecord failure(long number) {
		return new TickRecord(number, Instant.EPOCH, Instant.EPOCH, 1, 0, TickRecord.Outcome.FAILURE, "on purpose");
	}

}
