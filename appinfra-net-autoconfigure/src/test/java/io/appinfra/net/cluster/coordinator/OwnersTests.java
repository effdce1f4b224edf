package io.appinfra.net.cluster.coordinator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Owners}.
 */
class OwnersTests {

	@Test
	void ofWhenRecordsAreOwnedOrNotHasEachTickerOnceAndInOrder() {
		Owners owners = Owners
			.of(Map.of("a", record("one", 1), "b", record("two", 2), "c", record("one", 3), "d", record(null, 4)));
		assertThat(owners.of("one")).containsExactly("a", "c");
		assertThat(owners.of("two")).containsExactly("b");
		assertThat(owners.of("three")).isEmpty();
		assertThat(owners.unowned()).containsExactly("d");
	}

	@Test
	void ofWhenRecordsComeInAnyOrderSortsThem() {
		Map<String, Versioned> records = new LinkedHashMap<>();
		for (String ticker : List.of("f", "d", "b", "e", "c", "a")) {
			records.put(ticker, record((ticker.charAt(0) % 2 == 0) ? "one" : null, 1));
		}
		Owners owners = Owners.of(records);
		assertThat(owners.of("one")).containsExactly("b", "d", "f");
		assertThat(owners.unowned()).containsExactly("a", "c", "e");
	}

	@Test
	void ownersWhenOnlyVersionsDifferAreEqual() {
		Owners owners = Owners.of(Map.of("a", record("one", 1)));
		assertThat(Owners.of(Map.of("a", record("one", 2)))).isEqualTo(owners);
		assertThat(Owners.of(Map.of("a", record("two", 2)))).isNotEqualTo(owners);
	}

	private static Versioned record(@Nullable String owner, long version) {
		return new Versioned(TickerRecord.NEW.handedTo(owner, 1), version);
	}

}
