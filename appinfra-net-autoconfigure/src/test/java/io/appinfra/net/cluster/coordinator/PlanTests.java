package io.appinfra.net.cluster.coordinator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Plan}.
 */
class PlanTests {

	private static final Set<String> ALL = new TreeSet<>(Set.of("a", "b", "c", "d", "e", "f"));

	private static final Set<String> NEW = new TreeSet<>(Set.of("g"));

	private final Map<String, Member> members = new HashMap<>(
			Map.of("one", new Member(false, ALL), "two", new Member(false, ALL), "three", new Member(false, ALL)));

	@Test
	void heirsWhenLoadsDifferEvenThemOut() {
		Plan plan = new Plan(this.members, Map.of("one", 3, "two", 1), Set.of());
		assertThat(plan.heirs(List.of("a", "b", "c"))).isEqualTo(Map.of("a", "three", "b", "three", "c", "two"));
	}

	@Test
	void heirsWhenMembersAreExcludedOrDrainOrLackTheTickerAreOthers() {
		this.members.put("two", new Member(true, ALL));
		this.members.put("three", new Member(false, NEW));
		this.members.put("four", new Member(false, ALL));
		Plan plan = new Plan(this.members, Map.of("one", 5), Set.of("four"));
		assertThat(plan.heirs(List.of("a", "g", "unknown"))).isEqualTo(Map.of("a", "one", "g", "three"));
	}

	@Test
	void movesWhenLoadsDifferByTwoMoveNoMoreThanNeeded() {
		Owners owners = new Owners(Map.of("one", List.of("a", "b", "c", "d", "e"), "two", List.of("f")), List.of());
		Plan plan = new Plan(this.members, Map.of("one", 5, "two", 1), Set.of());
		assertThat(plan.moves(owners)).isEqualTo(Map.of("a", "three", "b", "three", "c", "two"));
	}

	@Test
	void movesWhenLoadsDifferByOneAreNone() {
		Owners owners = new Owners(Map.of("one", List.of("a"), "two", List.of("b")), List.of());
		assertThat(new Plan(this.members, Map.of("one", 1, "two", 1), Set.of()).moves(owners)).isEmpty();
	}

	@Test
	void movesWhenTheLeastLoadedLacksTheTickersGoToTheNext() {
		this.members.put("three", new Member(false, NEW));
		Owners owners = new Owners(Map.of("one", List.of("a", "b", "c"), "two", List.of("d")), List.of());
		Plan plan = new Plan(this.members, Map.of("one", 3, "two", 1), Set.of());
		assertThat(plan.moves(owners)).isEqualTo(Map.of("a", "two"));
	}

	@Test
	void movesWhenThoseWhoHaveTheTickersOwnOneLessAreNone() {
		this.members.put("three", new Member(false, NEW));
		Owners owners = new Owners(Map.of("one", List.of("a", "b"), "two", List.of("c")), List.of());
		assertThat(new Plan(this.members, Map.of("one", 2, "two", 1), Set.of()).moves(owners)).isEmpty();
	}

	@Test
	void movesWhenAnInstanceDrainsNeitherTakeFromItNorGiveToIt() {
		this.members.put("two", new Member(true, ALL));
		Owners owners = new Owners(Map.of("one", List.of("a", "b"), "two", List.of("c", "d", "e", "f")), List.of());
		Plan plan = new Plan(this.members, Map.of("one", 2, "two", 4), Set.of());
		assertThat(plan.moves(owners)).isEqualTo(Map.of("a", "three"));
	}

	@Test
	void movesWhenTheLeastLoadedDrainsGoToTheNext() {
		this.members.put("two", new Member(true, ALL));
		Owners owners = new Owners(Map.of("one", List.of("a", "b", "c", "d"), "three", List.of("e", "f")), List.of());
		Plan plan = new Plan(this.members, Map.of("one", 4, "three", 2), Set.of());
		assertThat(plan.moves(owners)).isEqualTo(Map.of("a", "three"));
	}

	@Test
	void movesWhenOnlyAnInstanceThatDrainsOwnsLessAreNone() {
		this.members.put("two", new Member(true, ALL));
		this.members.remove("three");
		Owners owners = new Owners(Map.of("one", List.of("a", "b", "c")), List.of());
		assertThat(new Plan(this.members, Map.of("one", 3), Set.of()).moves(owners)).isEmpty();
	}

	@Test
	void movesWhenAnInstanceIsExcludedTakeFromItAndGiveNothingToIt() {
		Owners owners = new Owners(Map.of("one", List.of("a", "b", "c"), "two", List.of("d", "e")), List.of());
		Plan plan = new Plan(this.members, Map.of("one", 3, "two", 2), Set.of("one"));
		assertThat(plan.moves(owners)).isEqualTo(Map.of("a", "three"));
		plan = new Plan(this.members, Map.of("one", 3, "two", 2), Set.of("three"));
		assertThat(plan.moves(owners)).isEmpty();
	}

	@Test
	void movesWhenThereAreManyLeaveLoadsThatDifferByOneAtMost() {
		Set<String> tickers = new TreeSet<>();
		IntStream.range(0, 1_000).forEach((i) -> tickers.add("t%04d".formatted(i)));
		Map<String, Member> many = new HashMap<>();
		IntStream.range(0, 7).forEach((i) -> many.put("m" + i, new Member(false, tickers)));
		Owners owners = new Owners(Map.of("m0", List.copyOf(tickers)), List.of());
		Map<String, Integer> loads = new HashMap<>(Map.of("m0", 1_000));
		new Plan(many, Map.of("m0", 1_000), Set.of()).moves(owners).values().forEach((heir) -> {
			loads.merge(heir, 1, Integer::sum);
			loads.merge("m0", -1, Integer::sum);
		});
		assertThat(loads).hasSize(7).allSatisfy((member, load) -> assertThat(load).isBetween(142, 143));
	}

}
