package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

import org.assertj.core.data.TemporalUnitOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.record.RecordJson;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link ClusterGate}: where a schedule goes on, and what a tick leaves of it in
 * the record, with an engine whose clock is a day ahead.
 */
class GatedScheduleTests {

	private static final long DAY = Duration.ofDays(1).toNanos() / 1000;

	private static final TemporalUnitOffset HOUR = within(1, ChronoUnit.HOURS);

	private static final Change CHANGE = new Change("pause", "alice", Instant.EPOCH);

	private static final TickerDefinition FLEX = define(TestSettings.every(Duration.ofSeconds(1)));

	private static final TickerDefinition CRON = define(TestSettings.cron("0 0 3 * * *"));

	private final ClusterGate gate = new ClusterGate(
			mock(StateData.class, (call) -> switch (call.getMethod().getName()) {
				case "get" -> this.stored;
				case "compareAndSet" -> compareAndSet(call.getArgument(2), call.getArgument(3));
				default -> throw new IllegalStateException("Not expected: " + call);
			}), (owner) -> Duration.ofSeconds(8));

	private @Nullable StoredValue stored;

	@Test
	void startedWhenScheduleIsNewStartsItAsAtFirstAndKeepsThat() {
		open(TickerRecord.NEW);
		assertThat(this.gate.started(FLEX)).isNull();
		Instant first = Instant.now().plusSeconds(60);
		this.gate.scheduled(FLEX, first);
		assertThat(this.gate.started(FLEX).dueAt()).isCloseTo(first, HOUR);
		assertThat(instant(record().due())).isCloseTo(first.plus(1, ChronoUnit.DAYS), HOUR);
		TickerRecord before = record();
		this.gate.scheduled(FLEX, first.plusSeconds(3600));
		assertThat(record()).isEqualTo(before);
	}

	@Test
	void startedWhenTheDueTickHasNotBegunGoesOnFromThere() {
		open(TickerRecord.NEW.scheduled(engine()));
		TickGate.Position position = this.gate.started(FLEX);
		assertThat(position.dueAt()).isCloseTo(Instant.now(), HOUR);
		assertThat(position.begunAt()).isNull();
		assertThat(position.endedAt()).isNull();
	}

	@Test
	void startedWhenTheLastTickHasEndedGoesOnAfterIt() {
		long hour = DAY / 24;
		open(TickerRecord.NEW.begin(engine() - 9 * hour, 0, engine() - 6 * hour)
			.end(tick(1, Outcome.SUCCESS), false, engine() - 3 * hour));
		TickGate.Position position = this.gate.started(FLEX);
		assertThat(position.dueAt()).isCloseTo(Instant.now().minusSeconds(9 * 3600), HOUR);
		assertThat(position.begunAt()).isCloseTo(Instant.now().minusSeconds(6 * 3600), HOUR);
		assertThat(position.endedAt()).isCloseTo(Instant.now().minusSeconds(3 * 3600), HOUR);
	}

	@Test
	void cronExpressionsGoByTheWallClockWhateverTheEngineSays() {
		Instant due = Instant.parse("2026-01-01T03:00:00Z");
		open(TickerRecord.NEW);
		assertThat(enter(CRON, due, false)).isNotNull();
		assertThat(instant(record().due())).isEqualTo(due);
		assertThat(this.gate.started(CRON).dueAt()).isEqualTo(due);
	}

	@Test
	void dueTimesOfIntervalsGoByTheEngine() {
		open(TickerRecord.NEW);
		Instant due = Instant.now();
		assertThat(enter(FLEX, due, false)).isNotNull();
		assertThat(instant(record().due())).isCloseTo(due.plus(1, ChronoUnit.DAYS), HOUR);
		assertThat(instant(record().begunAt())).isCloseTo(due.plus(1, ChronoUnit.DAYS), HOUR);
	}

	@Test
	void enterWhenTickerIsPausedLetsOnlyTriggeredTicksBegin() {
		open(TickerRecord.NEW.scheduled(engine()).paused(true, CHANGE));
		long due = record().due();
		assertThat(enter(FLEX, Instant.now(), false)).isNull();
		assertThat(record().begun()).isFalse();
		assertThat(enter(FLEX, Instant.now(), true)).isNotNull();
		assertThat(record().begun()).isTrue();
		assertThat(record().due()).as("the schedule does not move").isEqualTo(due);
		assertThat(record().begunAt()).isZero();
	}

	@Test
	void endedWhenTheTickIsAnotherOneLeavesTheRecord() {
		open(TickerRecord.NEW);
		enter(FLEX, Instant.now(), false);
		TickerRecord begun = record();
		this.gate.ended(FLEX, tick(1, Outcome.LOST));
		assertThat(record()).as("lost").isEqualTo(begun);
		this.gate.ended(FLEX, tick(7, Outcome.SUCCESS));
		assertThat(record()).as("another").isEqualTo(begun);
		this.gate.ended(FLEX, tick(1, Outcome.SUCCESS));
		assertThat(record().begun()).isFalse();
		assertThat(record().tally().ticks()).isOne();
		TickerRecord ended = record();
		this.gate.ended(FLEX, tick(1, Outcome.SUCCESS));
		assertThat(record()).as("ended before").isEqualTo(ended);
	}

	@Test
	void endedWhenATriggeredTickOfSpacedHasEndedMovesTheSchedule() {
		TickerDefinition spaced = define(TestSettings.every(Duration.ofSeconds(1)).mode(TickMode.SPACED));
		for (TickerDefinition definition : new TickerDefinition[] { FLEX, spaced }) {
			long before = engine() - DAY;
			this.stored = null;
			open(TickerRecord.NEW.begin(before, 0, before).end(tick(1, Outcome.SUCCESS), false, before));
			enter(definition, Instant.now(), true);
			this.gate.ended(definition, tick(2, Outcome.SUCCESS));
			assertThat(record().endedAt() > before).isEqualTo(definition == spaced);
		}
	}

	@Test
	void endedWhenTicksHaveFailedOftenPausesTheTickerForAllInstances() {
		TickerDefinition definition = define(TestSettings.every(Duration.ofSeconds(1)).pauseAfterFailures(2));
		open(TickerRecord.NEW);
		enter(definition, Instant.now(), false);
		this.gate.ended(definition, tick(1, Outcome.FAILURE));
		assertThat(record().paused()).isFalse();
		enter(definition, Instant.now(), false);
		this.gate.ended(definition, tick(2, Outcome.FAILURE));
		assertThat(record().paused()).isTrue();
		assertThat(record().change()).isNotNull().extracting(Change::by).isEqualTo("pause-after-failures");
	}

	private void open(TickerRecord record) {
		store(record.takenBy("me", engine()));
		this.gate.open("t", "me");
	}

	private TickGate.@Nullable Pass enter(TickerDefinition definition, Instant due, boolean triggered) {
		return this.gate.enter(definition, new TickGate.Due(1, due, 0, triggered));
	}

	private OptionalLong compareAndSet(long expected, byte[] json) {
		long version = (this.stored != null) ? this.stored.version() : StoredValue.ABSENT;
		if (version != expected) {
			return OptionalLong.empty();
		}
		this.stored = new StoredValue(json, Math.max(version + 1, engine()));
		return OptionalLong.of(this.stored.version());
	}

	private void store(TickerRecord record) {
		this.stored = new StoredValue(RecordJson.write(record), engine());
	}

	private TickerRecord record() {
		return RecordJson.read(this.stored.json());
	}

	private static long engine() {
		return TickerRecord.micros(Instant.now()) + DAY;
	}

	private static Instant instant(long micros) {
		return TickerRecord.instant(micros);
	}

	private static TickRecord tick(long number, Outcome outcome) {
		return new TickRecord(number, Instant.EPOCH, Instant.EPOCH, 1, 0, outcome, null);
	}

	private static TickerDefinition define(TestSettings settings) {
		return settings.scope(TickScope.CLUSTER).define("t");
	}

}
