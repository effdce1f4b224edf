package io.appinfra.net.cluster;

import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SeenRecords}.
 */
class SeenRecordsTests {

	private final TickerRecords records = new TickerRecords(new LocalStateStore(10_000, 1_000_000));

	private final SeenRecords seen = new SeenRecords(this.records);

	@Test
	void becomeOldWhenNothingWasReadYetLetsOneCallerRead() {
		assertThat(this.seen.becomeOld()).isTrue();
		assertThat(this.seen.becomeOld()).isFalse();
	}

	@Test
	void becomeOldWhenAllWereJustReadIsFalse() {
		this.seen.readAll();
		assertThat(this.seen.becomeOld()).isFalse();
	}

	@Test
	void recordWhenWrittenByOthersIsSeenOnceItIsRead() {
		Versioned written = this.records.replace("alpha", StoredValue.ABSENT, TickerRecord.NEW.takenBy("one", 1));
		assertThat(this.seen.get("alpha")).isNull();
		assertThat(this.seen.read("alpha")).isEqualTo(written);
		assertThat(this.seen.get("alpha")).isEqualTo(written);
		assertThat(this.seen.read("nobody")).isNull();
	}

	@Test
	void ownersAreThoseOfTickersThatHaveOne() {
		this.records.replace("alpha", StoredValue.ABSENT, TickerRecord.NEW.takenBy("one", 1));
		this.records.replace("beta", StoredValue.ABSENT, TickerRecord.NEW.handedTo(null, 1));
		this.seen.readAll();
		assertThat(this.seen.owners()).containsOnlyKeys("alpha").containsEntry("alpha", "one");
	}

}
