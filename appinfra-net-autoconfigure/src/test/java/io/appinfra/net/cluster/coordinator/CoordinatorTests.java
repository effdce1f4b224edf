package io.appinfra.net.cluster.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.appinfra.net.cluster.coordinator.OwnTickers.Phase;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Coordinator}.
 */
class CoordinatorTests {

	private static final long SECOND = 1_000_000_000;

	private final Coordinator coordinator = new Coordinator(new TreeSet<>(Set.of("a", "b")), true,
			Duration.ofSeconds(10));

	private Map<String, Member> members = Map.of();

	private long now;

	/**
	 * Each row: the living instances besides {@code me}, the owners of a and b ({@code -}
	 * for none), and what {@code me} takes.
	 */
	@ParameterizedTest
	@CsvSource({ "'', -, -, a b", "'', dead, -, a b", "you, -, -, a", "you, you, -, b", "you, -, you, a",
			"you, dead, you, a", "you, you, you, ''", "a-you z-you, -, -, b", "a-you b-you, -, -, ''",
			"drained-you, -, -, a b", "'', me, -, a b" })
	void takeWhenTickersHaveNoLivingOwnerFollowsThePlan(String others, String ownerOfA, String ownerOfB, String taken) {
		join(others);
		List<Command> commands = read(records(ownerOfA, ownerOfB));
		assertThat(String.join(" ", takes(commands))).isEqualTo(taken);
	}

	@Test
	void startWhenRecordWasWrittenFollowsAndNotBefore() {
		join("");
		List<Command> commands = read(Map.of());
		assertThat(commands).containsExactly(new Command.Take("a", new Versioned(TickerRecord.NEW, 0)),
				new Command.Take("b", new Versioned(TickerRecord.NEW, 0)));
		assertThat(on(written("a", "me", 5))).containsExactly(new Command.Start("a"));
		assertThat(on(new Event.Refused("b"))).containsExactly(new Command.ReadOne("b"));
		assertThat(this.coordinator.phase("a")).isEqualTo(Phase.RUNNING);
		assertThat(this.coordinator.phase("b")).isEqualTo(Phase.STANDBY);
	}

	@Test
	void startWhenLifeHasChangedMeanwhileDoesNotFollow() {
		join("");
		read(Map.of());
		on(new Event.LeaseLost());
		on(new Event.Joined("me2"));
		assertThat(on(written("a", "me", 5))).isEmpty();
		assertThat(this.coordinator.phase("a")).isEqualTo(Phase.STANDBY);
	}

	@Test
	void abandonWhenLeaseIsLostFollowsForAllThatTicks() {
		run();
		assertThat(on(new Event.LeaseLost())).containsExactly(new Command.Abandon("a"), new Command.Abandon("b"));
		assertThat(on(new Event.Ended("a"))).isEmpty();
		assertThat(this.coordinator.phase("a")).isEqualTo(Phase.STANDBY);
		assertThat(this.coordinator.phase("b")).isEqualTo(Phase.ABANDONED);
	}

	@Test
	void abandonWhenAnotherHasTakenFollows() {
		run();
		assertThat(on(new Event.Read("a", record("you", 9)))).containsExactly(new Command.Abandon("a"));
		assertThat(on(new Event.Read("b", record("me", 9)))).isEmpty();
	}

	@Test
	void takeWhenAnOwnerMayHaveJoinedMeanwhileWaitsForWhoLives() {
		join("");
		Map<String, Versioned> records = records("you", "-");
		List<Command> commands = on(new Event.Records(records, Owners.of(records)));
		assertThat(commands).startsWith(new Command.Look());
		assertThat(takes(commands)).containsExactly("b");
		assertThat(members("you")).containsExactly(new Command.ReadAll());
		assertThat(read(records)).isEmpty();
	}

	@Test
	void takeWhenAnOwnerWasSeenAndHasGoneNeedsNoOtherLook() {
		join("you");
		read(records("you", "you"));
		assertThat(members()).containsExactly(new Command.ReadAll());
		Map<String, Versioned> records = records("you", "you");
		List<Command> commands = on(new Event.Records(records, Owners.of(records)));
		assertThat(commands).doesNotContain(new Command.Look());
		assertThat(takes(commands)).containsExactly("a", "b");
	}

	@Test
	void takeWhenTheOwnerWasSeenWithoutTickersAndHasGoneNeedsNoOtherLook() {
		join("you other");
		read(records("other", "other"));
		members("other");
		Map<String, Versioned> records = records("you", "other");
		List<Command> commands = on(new Event.Records(records, Owners.of(records)));
		assertThat(commands).doesNotContain(new Command.Look());
		assertThat(takes(commands)).containsExactly("a");
	}

	@Test
	void takeWhenTickerIsHandedToThisInstanceFollowsAtOnce() {
		join("you");
		read(records("you", "you"));
		assertThat(takes(on(new Event.Read("a", record("me", 9))))).containsExactly("a");
	}

	@Test
	void releaseWhenInstanceDrainsFollowsTheEndOfTheTicker() {
		run();
		members("z1", "z2");
		assertThat(on(new Event.Drain())).containsExactly(new Command.Stop("a"), new Command.Stop("b"));
		assertThat(on(new Event.Ended("a"))).containsExactly(new Command.Release("a", "z1"));
		assertThat(on(new Event.Ended("b"))).containsExactly(new Command.Release("b", "z2"));
		assertThat(this.coordinator.isIdle()).isFalse();
		on(written("a", "z1", 11));
		on(written("b", "z2", 12));
		assertThat(this.coordinator.isIdle()).isTrue();
	}

	@Test
	void releaseWhenNobodyElseIsThereNamesNoHeir() {
		run();
		on(new Event.Drain());
		assertThat(on(new Event.Ended("a"))).containsExactly(new Command.Release("a", null));
	}

	@Test
	void releaseWhenStoreDoesNotAnswerIsTriedAgain() {
		run();
		on(new Event.Drain());
		on(new Event.Ended("a"));
		assertThat(on(new Event.Unanswered("a"))).isEmpty();
		assertThat(on(new Event.Elapsed())).contains(new Command.Release("a", null));
	}

	@Test
	void stopWhenAnotherInstanceComesEvensOut() {
		run();
		assertThat(members("you")).containsExactly(new Command.ReadAll());
		assertThat(read(records("me", "me"))).containsExactly(new Command.Stop("a"));
		assertThat(on(new Event.Ended("a"))).containsExactly(new Command.Release("a", "you"));
	}

	@Test
	void takeWhenTheHeirDoesNotComeIsOnesOwnAfterASecond() {
		join("frozen");
		assertThat(takes(read(Map.of()))).containsExactly("b");
		on(written("b", "me", 5));
		this.now += 2 * SECOND;
		assertThat(on(new Event.Elapsed())).containsExactly(new Command.ReadAll());
		assertThat(takes(read(records("-", "me")))).containsExactly("a");
	}

	@Test
	void takeWhenTheHeirDoesNotComeAndNothingElseChangesIsOnesOwnAfterASecond() {
		join("frozen");
		Map<String, Versioned> records = records("-", "me");
		assertThat(takes(read(records))).containsExactly("b");
		this.now += SECOND;
		assertThat(takes(read(records))).containsExactly("a");
	}

	@Test
	void stopWhenALateHeirHasItsNextChanceEvensOut() {
		join("late");
		Map<String, Versioned> unowned = records("-", "me");
		read(unowned);
		on(written("b", "me", 5));
		this.now += SECOND;
		assertThat(takes(read(unowned))).containsExactly("a");
		on(written("a", "me", 6));
		Map<String, Versioned> owned = records("me", "me");
		assertThat(read(owned)).isEmpty();
		this.now += 10 * SECOND - 1;
		assertThat(read(owned)).isEmpty();
		this.now++;
		assertThat(read(owned)).containsExactly(new Command.Stop("a"));
	}

	@Test
	void stopWhenTheMembersChangeGivesALateHeirItsNextChance() {
		join("late");
		Map<String, Versioned> unowned = records("-", "me");
		read(unowned);
		on(written("b", "me", 5));
		this.now += SECOND;
		read(unowned);
		on(written("a", "me", 6));
		read(records("me", "me"));
		members("late", "other");
		assertThat(read(records("me", "me"))).containsExactly(new Command.Stop("a"));
		assertThat(on(new Event.Ended("a"))).containsExactly(new Command.Release("a", "late"));
	}

	@Test
	void planWhenItLeftNothingToDoIsMadeAgainForOtherOwnersAndMembers() {
		run();
		assertThat(read(records("me", "me"))).isEmpty();
		members("you");
		assertThat(read(records("me", "me"))).containsExactly(new Command.Stop("a"));
		on(new Event.Ended("a"));
		on(written("a", "you", 5));
		assertThat(read(records("you", "me"))).isEmpty();
		members();
		assertThat(takes(read(records("you", "me")))).containsExactly("a");
	}

	@Test
	void takeWhenATickerLosesItsOwnerAfterAllWasSettledFollows() {
		join("you z");
		read(records("you", "z"));
		assertThat(read(records("you", "z"))).isEmpty();
		assertThat(takes(read(records("you", "-")))).containsExactly("b");
	}

	@Test
	void stopWhenTheFirstHandoverFailedIsTriedAgain() {
		run();
		members("you");
		assertThat(read(records("me", "me"))).containsExactly(new Command.Stop("a"));
		assertThat(on(new Event.Ended("a"))).containsExactly(new Command.Release("a", "you"));
		assertThat(on(new Event.Refused("a"))).containsExactly(new Command.ReadOne("a"));
		assertThat(takes(on(new Event.Read("a", record("me", 3))))).containsExactly("a");
		assertThat(on(written("a", "me", 5))).containsExactly(new Command.Start("a"));
		assertThat(read(records("me", "me"))).containsExactly(new Command.Stop("a"));
	}

	@Test
	void handOverWhenOperatorAsksGoesToTheOther() {
		run();
		members("you");
		assertThat(on(new Event.HandOver("b", null))).containsExactly(new Command.Stop("b"));
		assertThat(on(new Event.Ended("b"))).containsExactly(new Command.Release("b", "you"));
	}

	@Test
	void handOverWhenTheOnlyOtherHasBeenLateGoesToItAllTheSame() {
		join("late");
		read(Map.of());
		on(written("b", "me", 5));
		this.now += 2 * SECOND;
		on(new Event.Elapsed());
		assertThat(takes(read(records("-", "me")))).containsExactly("a");
		on(written("a", "me", 6));
		assertThat(on(new Event.HandOver("b", null))).containsExactly(new Command.Stop("b"));
		assertThat(on(new Event.Ended("b"))).containsExactly(new Command.Release("b", "late"));
	}

	@Test
	void handOverWhenATickerCannotTickHereGoesToTheOther() {
		runOne();
		on(new Event.Members(Map.of("me", new Member(false, Set.of("b")), "you", member(false))));
		assertThat(read(records("me", "you"))).containsExactly(new Command.Stop("a"));
		assertThat(on(new Event.Ended("a"))).containsExactly(new Command.Release("a", "you"));
	}

	@Test
	void handOverWhenATickerCanTickNowhereDoesNothing() {
		runOne();
		Member withoutIt = new Member(false, Set.of("b"));
		on(new Event.Members(Map.of("me", withoutIt, "you", withoutIt)));
		assertThat(read(records("me", "you"))).isEmpty();
	}

	@Test
	void takeWhenATickerCannotTickHereWaits() {
		on(new Event.Joined("me"));
		on(new Event.Members(Map.of("me", new Member(false, Set.of("b")))));
		assertThat(takes(read(Map.of()))).containsExactly("b");
		members();
		assertThat(takes(read(Map.of()))).containsExactly("a");
	}

	@Test
	void handOverWhenNobodyElseIsThereDoesNothing() {
		run();
		assertThat(on(new Event.HandOver("b", null))).isEmpty();
	}

	@Test
	void takeWhenStoreHasLostItsDataGoesOnFromWhatIsKnown() {
		join("");
		TickerRecord known = TickerRecord.NEW.takenBy("dead", 1).begin(5, 0, 5);
		read(Map.of("a", new Versioned(known, 7), "b", record("you", 8)));
		on(new Event.LeaseLost());
		on(new Event.Written("a", new Versioned(known, 9)));
		on(new Event.Joined("me2"));
		on(new Event.Members(Map.of("me2", member(false))));
		assertThat(read(Map.of())).contains(new Command.Take("a", new Versioned(known, 0)));
	}

	private void run() {
		join("");
		read(Map.of());
		on(written("a", "me", 1));
		on(written("b", "me", 2));
	}

	private void runOne() {
		join("");
		read(Map.of());
		on(written("a", "me", 1));
		on(new Event.Refused("b"));
	}

	private void join(String others) {
		on(new Event.Joined("me"));
		members(others.isEmpty() ? new String[0] : others.split(" "));
	}

	private List<Command> members(String... others) {
		Map<String, Member> members = new HashMap<>(Map.of("me", member(false)));
		for (String other : others) {
			members.put(other, member(other.startsWith("drained")));
		}
		this.members = members;
		return on(new Event.Members(members));
	}

	private static Member member(boolean draining) {
		return new Member(draining, Set.of("a", "b"));
	}

	private List<Command> on(Event event) {
		return this.coordinator.on(event, this.now);
	}

	/**
	 * Read records, and who lives if that is wanted for it.
	 */
	private List<Command> read(Map<String, Versioned> records) {
		List<Command> commands = new ArrayList<>(on(new Event.Records(records, Owners.of(records))));
		if (!commands.remove(new Command.Look())) {
			return commands;
		}
		commands.addAll(on(new Event.Members(this.members)));
		return commands;
	}

	private static Event written(String ticker, String owner, long version) {
		return new Event.Written(ticker, record(owner, version));
	}

	private static Versioned record(@Nullable String owner, long version) {
		return new Versioned(TickerRecord.NEW.handedTo("-".equals(owner) ? null : owner, 1), version);
	}

	private static Map<String, Versioned> records(String ownerOfA, String ownerOfB) {
		Map<String, Versioned> records = new HashMap<>();
		records.put("a", record(ownerOfA, 3));
		records.put("b", record(ownerOfB, 4));
		return records;
	}

	private static Set<String> takes(List<Command> commands) {
		Set<String> takes = new TreeSet<>();
		commands.forEach((command) -> {
			if (command instanceof Command.Take take) {
				takes.add(take.ticker());
			}
		});
		return takes;
	}

}
