package io.appinfra.net.cluster.record;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RecordStatus}.
 */
class RecordStatusTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Change CHANGE = new Change("pause", "alice", Instant.EPOCH);

	private final TickerControl control = mock(TickerControl.class);

	@Test
	void statusOfATickerThatTicksElsewhereIsThatOfItsRecord() {
		TickerRecord record = TickerRecord.NEW.begin(1, 4, 2)
			.lost(3)
			.begin(5, 0, 6)
			.withInterval(MINUTE, SECOND, CHANGE);
		TickerStatus status = RecordStatus.of(define(settings()), record);
		assertThat(status.state()).isEqualTo(TickerState.STANDBY);
		assertThat(status.number()).isEqualTo(2);
		assertThat(status.ticks()).isOne();
		assertThat(status.failures()).isOne();
		assertThat(status.skipped()).isEqualTo(4);
		assertThat(status.interval()).isEqualTo(MINUTE);
		assertThat(status.last()).isEqualTo(record.last());
		assertThat(status.paused()).isFalse();
	}

	@Test
	void pauseThatIsConfiguredCountsUntilTheTickerTicksOrIsResumed() {
		TickerDefinition definition = define(settings().paused());
		assertThat(RecordStatus.of(definition, TickerRecord.NEW).paused()).isTrue();
		TickerRecord resumed = TickerRecord.NEW.paused(true, CHANGE).paused(false, CHANGE);
		assertThat(RecordStatus.of(definition, resumed).paused()).isFalse();
		assertThat(RecordStatus.of(definition, TickerRecord.NEW.begin(1, 0, 2)).paused()).isFalse();
		assertThat(RecordStatus.of(define(settings()), TickerRecord.NEW.paused(true, CHANGE)).paused()).isTrue();
	}

	@Test
	void applyWhenNothingWasSetLeavesTheTickerAlone() {
		apply(settings(), TickerRecord.NEW, TickerRecord.NEW);
		then(this.control).should().status();
		then(this.control).shouldHaveNoMoreInteractions();
	}

	@Test
	void applyWhenTickerWasPausedPausesItOnce() {
		TickerRecord paused = TickerRecord.NEW.paused(true, CHANGE);
		apply(settings(), TickerRecord.NEW, paused);
		then(this.control).should().pause();
		apply(settings(), paused, paused);
		then(this.control).should().pause();
	}

	@Test
	void applyWhenTickerWasResumedResumesIt() {
		TickerRecord paused = TickerRecord.NEW.paused(true, CHANGE);
		apply(settings(), paused, paused.paused(false, CHANGE));
		then(this.control).should().resume();
	}

	@Test
	void applyWhenIntervalWasSetSetsItUntilAnotherOneIsConfigured() {
		TickerRecord set = TickerRecord.NEW.withInterval(MINUTE, SECOND, CHANGE);
		apply(settings(), TickerRecord.NEW, set);
		then(this.control).should().setInterval(MINUTE);
		apply(TestSettings.every(Duration.ofSeconds(2)), TickerRecord.NEW, set);
		then(this.control).should().setInterval(MINUTE);
	}

	@Test
	void applyWhenTickWasAskedForTriggersIt() {
		apply(settings(), TickerRecord.NEW, TickerRecord.NEW.triggered(CHANGE));
		then(this.control).should().trigger();
	}

	/**
	 * Apply a record to a ticker that has the status of another.
	 */
	private void apply(TestSettings settings, TickerRecord before, TickerRecord record) {
		TickerDefinition definition = define(settings);
		given(this.control.status()).willReturn(RecordStatus.of(definition, before));
		RecordStatus.apply(definition, record, this.control);
	}

	private static TestSettings settings() {
		return TestSettings.every(SECOND);
	}

	private static TickerDefinition define(TestSettings settings) {
		return settings.scope(TickScope.CLUSTER).define("t");
	}

}
