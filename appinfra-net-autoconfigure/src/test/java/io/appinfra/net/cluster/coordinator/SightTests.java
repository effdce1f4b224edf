package io.appinfra.net.cluster.coordinator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sight}.
 */
class SightTests {

	private static final Member MEMBER = new Member(false, new TreeSet<>(Set.of("a", "b", "c", "d", "e")));

	private final Sight sight = new Sight();

	@BeforeEach
	void seeTwoInstances() {
		this.sight.joined("me");
		this.sight.members(Map.of("me", MEMBER, "you", MEMBER));
	}

	@Test
	void planWhenRecordsWereReadCountsThem() {
		read("me", "me", "you");
		assertThat(heirOf("d")).isEqualTo("you");
		read("me", "you", "you");
		assertThat(heirOf("d")).isEqualTo("me");
	}

	@Test
	void planWhenATickerWasSeenWithAnotherOwnerSinceCountsItThere() {
		read("me", "me", null);
		assertThat(heirOf("d")).isEqualTo("you");
		this.sight.record("a", record("you", 9));
		assertThat(heirOf("d")).as("both have one").isEqualTo("me");
		this.sight.record("b", record("you", 9));
		assertThat(heirsOf("d", "e")).as("the other has two").isEqualTo(Map.of("d", "me", "e", "me"));
	}

	@Test
	void planWhenATickerWasSeenWithoutOwnerSinceCountsItNowhere() {
		read("me", "you", "you");
		this.sight.record("b", record(null, 9));
		this.sight.record("c", record(null, 9));
		assertThat(heirOf("d")).isEqualTo("you");
	}

	@Test
	void planWhenATickerWithoutRecordWasSeenWithAnOwnerSinceCountsItThere() {
		read("me", "you", null);
		this.sight.record("d", record("me", 9));
		assertThat(heirOf("e")).isEqualTo("you");
	}

	@Test
	void planWhenTheStoreHasLostARecordDoesNotCountIt() {
		read("me", "you", "you");
		this.sight.record("b", null);
		this.sight.record("c", null);
		assertThat(heirOf("d")).isEqualTo("you");
	}

	@Test
	void planWhenRecordsWereReadAgainForgetsWhatWasSeenBefore() {
		read("me", "me", null);
		this.sight.record("a", record("you", 9));
		read("me", "me", "me");
		assertThat(heirsOf("d", "e")).isEqualTo(Map.of("d", "you", "e", "you"));
	}

	@Test
	void planOfOthersLeavesThisInstanceOut() {
		read("you", "you", "you");
		assertThat(this.sight.planOfOthers(Set.of()).heirs(List.of("d"))).isEqualTo(Map.of("d", "you"));
		assertThat(this.sight.planOfOthers(Set.of("you")).heirs(List.of("d"))).isEmpty();
	}

	private String heirOf(String ticker) {
		return heirsOf(ticker).get(ticker);
	}

	private Map<String, String> heirsOf(String... tickers) {
		return this.sight.plan(Set.of()).heirs(List.of(tickers));
	}

	private void read(@Nullable String ownerOfA, @Nullable String ownerOfB, @Nullable String ownerOfC) {
		Map<String, Versioned> records = new HashMap<>();
		records.put("a", record(ownerOfA, 3));
		records.put("b", record(ownerOfB, 4));
		records.put("c", record(ownerOfC, 5));
		this.sight.records(records, Owners.of(records));
	}

	private static Versioned record(@Nullable String owner, long version) {
		return new Versioned(TickerRecord.NEW.handedTo(owner, 1), version);
	}

}
