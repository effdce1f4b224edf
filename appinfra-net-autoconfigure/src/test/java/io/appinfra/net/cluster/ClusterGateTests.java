package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.cluster.record.RecordJson;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.state.StateData;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link ClusterGate}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterGateTests {

	private static final TickerDefinition TICKER = TestTickers.cluster("t", Duration.ofSeconds(1));

	private final LeasedStore store = new LeasedStore(Duration.ofSeconds(10));

	private Runnable afterWrite = () -> {
	};

	private Duration lease = Duration.ofSeconds(8);

	private final ClusterGate gate = new ClusterGate(store(),
			(owner) -> owner.equals("me") ? this.lease : Duration.ZERO);

	@Test
	void enterWhenClosedBeforeTheTickHasBegunLeavesItOut() {
		open();
		this.gate.close("t");
		assertThat(enter()).isNull();
		assertThat(record().begun()).isFalse();
	}

	@Test
	void enterWhenClosedOnceTheTickHasBegunLetsItTick() {
		open();
		this.afterWrite = () -> this.gate.close("t");
		assertThat(enter()).isNotNull();
		assertThat(record().begun()).isTrue();
		assertThat(enter()).isNull();
	}

	@Test
	void openWhenTickHasBegunAndNotEndedNamesIt(CapturedOutput output) {
		open();
		assertThat(enter()).isNotNull();
		this.gate.open("t", "me");
		assertThat(record().last()).isNotNull().extracting(TickRecord::outcome).isEqualTo(TickRecord.Outcome.LOST);
		assertThat(output).containsOnlyOnce("Tick 1 of ticker 't' is lost");
		this.gate.open("t", "me");
		assertThat(output).containsOnlyOnce("Tick 1 of ticker 't' is lost");
	}

	@Test
	void enterWhenLeaseHoldsSaysForHowLong() {
		open();
		assertThat(enter().holds()).isEqualTo(this.lease);
	}

	@Test
	void enterWhenLeaseEndsWhileTheBeginIsWrittenLeavesItOut() {
		open();
		this.afterWrite = () -> this.lease = Duration.ZERO;
		assertThat(enter()).isNull();
	}

	/**
	 * Its pass came so late that it was not used.
	 */
	@Test
	void enterWhenTheTickBeforeHasNotEndedNamesItAsLost(CapturedOutput output) {
		open();
		assertThat(enter().number()).isEqualTo(1);
		assertThat(enter().number()).isEqualTo(2);
		assertThat(record().last()).isNotNull().extracting(TickRecord::outcome).isEqualTo(TickRecord.Outcome.LOST);
		assertThat(record().tally().failures()).isOne();
		assertThat(output).containsOnlyOnce("Tick 1 of ticker 't' is lost");
	}

	@Test
	void enterWhenTheAnswerToItsBeginIsLostBeginsOneTick() {
		open();
		this.afterWrite = () -> {
			this.afterWrite = () -> {
			};
			throw new StateUnavailableException("The answer was lost", true, null);
		};
		assertThat(enter().number()).isEqualTo(1);
		assertThat(record().number()).isEqualTo(1);
	}

	@Test
	void enterWhenResumedElsewhereReadsBeforeItLeavesTheTickOut() {
		open();
		Change change = new Change("pause", "you", Instant.EPOCH);
		TickerRecords records = new TickerRecords(this.store.data());
		records.change("t", (current) -> current.paused(true, change));
		assertThat(enter()).isNull();
		records.change("t", (current) -> current.paused(false, change));
		assertThat(enter()).isNotNull();
	}

	@Test
	void enterWhenAnotherInstanceHasTakenTheTickerLeavesItOutEachTime() {
		open();
		TickerRecord taken = takeElsewhere();
		for (int i = 0; i < 3; i++) {
			assertThat(enter()).isNull();
		}
		assertThat(record()).isEqualTo(taken);
	}

	@Test
	void enterWhenAnotherInstanceHasTakenTheTickerDuringATickLeavesTheNextOut() {
		open();
		assertThat(enter()).isNotNull();
		TickerRecord taken = takeElsewhere();
		this.gate.ended(TICKER,
				new TickRecord(1, Instant.EPOCH, Instant.EPOCH, 1, 0, TickRecord.Outcome.SUCCESS, null));
		assertThat(enter()).isNull();
		assertThat(record()).isEqualTo(taken);
	}

	private TickerRecord takeElsewhere() {
		return new TickerRecords(this.store.data()).change("t", (current) -> current.takenBy("you", 2)).record();
	}

	private void open() {
		new TickerRecords(this.store.data()).replace("t", 0, TickerRecord.NEW.takenBy("me", 1));
		this.gate.open("t", "me");
	}

	private TickGate.Pass enter() {
		return this.gate.enter(TICKER, new TickGate.Due(1, Instant.now(), 0, false));
	}

	private TickerRecord record() {
		return RecordJson.read(this.store.data().get(TickerRecords.TICKERS, "t").json());
	}

	private StateData store() {
		return mock(StateData.class, (call) -> {
			Object result = call.getMethod().invoke(this.store.data(), call.getArguments());
			if (call.getMethod().getName().equals("compareAndSet")) {
				this.afterWrite.run();
			}
			return result;
		});
	}

}
