package io.appinfra.net.cluster.coordinator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LateHeirs}.
 */
class LateHeirsTests {

	private final LateHeirs heirs = new LateHeirs(Duration.ofSeconds(10).toNanos());

	@Test
	void excludedWhenAnHeirTakesNothingForASecondHasItForAWhile() {
		this.heirs.await(Map.of("b", "you"), 0);
		assertThat(excludedAt(900, "b")).isEmpty();
		assertThat(excludedAt(1_000, "b")).containsExactly("you");
		this.heirs.await(Map.of("b", "me"), millis(1_000));
		assertThat(excludedAt(1_900, "b")).containsExactly("you");
		assertThat(excludedAt(11_000)).isEmpty();
	}

	@Test
	void excludedWhenAnHeirTakesOneTickerAfterTheOtherHasItNot() {
		List<String> tickers = List.of("a", "b", "c", "d");
		this.heirs.await(Map.of("a", "you"), 0);
		for (int i = 1; i < tickers.size(); i++) {
			String left = tickers.get(i);
			assertThat(excludedAt(i * 900L, left)).isEmpty();
			this.heirs.await(Map.of(left, "you"), millis(i * 900L));
		}
	}

	@Test
	void excludedWhenATickerHasAnotherHeirByNowHasNotTheFormer() {
		this.heirs.await(Map.of("b", "you"), 0);
		this.heirs.await(Map.of("b", "other"), millis(900));
		assertThat(excludedAt(1_200, "b")).isEmpty();
		assertThat(excludedAt(1_900, "b")).containsExactly("other");
	}

	@Test
	void excludedWhenItIsForgivenIsNobody() {
		this.heirs.await(Map.of("b", "you"), 0);
		assertThat(excludedAt(1_000, "b")).containsExactly("you");
		this.heirs.forgive();
		assertThat(this.heirs.excluded()).isEmpty();
	}

	private Set<String> excludedAt(long millis, String... orphans) {
		this.heirs.look(Set.of(orphans), millis(millis));
		return this.heirs.excluded();
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
