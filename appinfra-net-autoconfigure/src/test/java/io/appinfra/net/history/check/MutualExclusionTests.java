package io.appinfra.net.history.check;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static io.appinfra.net.history.check.Operation.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MutualExclusion} and {@link Holding}.
 */
class MutualExclusionTests {

	private static final Operation NOT_FREE = operation(Kind.LOCK, 0, 9, 0, ABSENT);

	private static final Operation NEVER_KNOWN = cutOff(Kind.LOCK, 0, 0);

	@Test
	void checkWhenHeldInTurnIsRight() {
		right(life(lock(0, 1, 1), unlock(2, 3), lock(6, 7, 3), unlock(8, 9)), life(lock(0, 4, 2), unlock(5, 6)),
				life(NOT_FREE), life(NEVER_KNOWN));
	}

	@Test
	void checkWhenHeldTwiceIsWrong() {
		wrong("held twice", life(lock(0, 1, 1), unlock(4, 5)), life(lock(2, 3, 2), unlock(6, 7)));
	}

	@Test
	void checkWhenHeldBeforeLastSignOfLifeIsWrong() {
		wrong("held twice", life(lock(0, 1, 1), cutOff(Kind.GET, 4, 0)), life(lock(2, 3, 2), unlock(6, 7)));
		right(life(lock(0, 1, 1), cutOff(Kind.GET, 4, 0)), life(lock(2, 5, 2), unlock(6, 7)));
	}

	@Test
	void checkWhenTokenDoesNotGrowIsWrong() {
		wrong("did not grow", life(lock(0, 1, 2), unlock(2, 3)), life(lock(4, 5, 1), unlock(6, 7)));
		wrong("did not grow", life(lock(0, 1, 2), unlock(2, 3)), life(lock(4, 5, 2), unlock(6, 7)));
	}

	@Test
	void checkWhenGuardedValueIsThatOfHolderBeforeIsRight() {
		right(life(lock(0, 1, 1), get(2, ABSENT), put(3, 10, ABSENT), unlock(4, 5)),
				life(lock(0, 5, 2), get(6, 10), put(7, 20, 10), unlock(8, 9)));
	}

	@Test
	void checkWhenGuardedValueIsLostIsWrong() {
		wrong("did not guard", life(lock(0, 1, 1), get(2, ABSENT), put(3, 10, ABSENT), unlock(4, 5)),
				life(lock(0, 5, 2), get(6, ABSENT), unlock(8, 9)));
	}

	@Test
	void checkWhenHolderIsKilledItsLastWriteHasHappenedOrNot() {
		Operation[] killed = life(lock(0, 1, 1), get(2, ABSENT), cutOff(Kind.PUT, 3, 10));
		right(killed, life(lock(0, 5, 2), get(6, ABSENT), put(7, 20, ABSENT), unlock(8, 9)));
		right(killed, life(lock(0, 5, 2), get(6, 10), put(7, 20, 10), unlock(8, 9)));
	}

	@Test
	void checkWhenWriteOfKilledHolderShowsLateIsWrong() {
		Operation[] killed = life(lock(0, 1, 1), get(2, ABSENT), cutOff(Kind.PUT, 3, 10));
		wrong("did not guard", killed, life(lock(0, 5, 2), get(6, ABSENT), put(7, 20, 10), unlock(8, 9)));
		wrong("did not guard", killed, life(lock(0, 5, 2), get(6, ABSENT), put(7, 20, ABSENT), unlock(8, 9)),
				life(lock(10, 11, 3), get(12, 10), unlock(13, 14)));
	}

	@Test
	void checkCertainWhenLockWasLostLeavesHolderOut() {
		Operation[] lost = life(lock(0, 1, 1), operation(Kind.UNLOCK, 9, 10, 0, 0));
		Operation[] next = life(lock(2, 3, 2), operation(Kind.UNLOCK, 4, 5, 0, 1));
		assertThat(MutualExclusion.checkCertain(holdings(lost, next, life(lock(6, 7, 3))))).isOne();
	}

	@Test
	void checkCertainWhenBothKnewThatTheyHeldItIsWrong() {
		Operation[] one = life(lock(0, 1, 1), operation(Kind.UNLOCK, 9, 10, 0, 1));
		Operation[] two = life(lock(2, 3, 2), operation(Kind.UNLOCK, 4, 5, 0, 1));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> MutualExclusion.checkCertain(holdings(one, two)))
			.withMessageContaining("held twice");
	}

	private static void right(Operation[]... lives) {
		assertThatCode(() -> MutualExclusion.check(holdings(lives))).doesNotThrowAnyException();
	}

	private static void wrong(String why, Operation[]... lives) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> MutualExclusion.check(holdings(lives)))
			.withMessageContaining(why);
	}

	private static List<Holding> holdings(Operation[]... lives) {
		return Stream.of(lives).flatMap((life) -> Holding.find(List.of(life)).stream()).toList();
	}

	private static Operation[] life(Operation... operations) {
		return operations;
	}

	private static Operation lock(long invoked, long returned, long token) {
		return operation(Kind.LOCK, invoked, returned, 0, token);
	}

	private static Operation unlock(long invoked, long returned) {
		return operation(Kind.UNLOCK, invoked, returned, 0, 0);
	}

	private static Operation get(long time, long result) {
		return operation(Kind.GET, time, time, 0, result);
	}

	private static Operation put(long time, long value, long result) {
		return operation(Kind.PUT, time, time, value, result);
	}

	private static Operation operation(Kind kind, long invoked, long returned, long argument, long result) {
		return new Operation("client", 0, kind, argument, 0, result, invoked, returned, true);
	}

	private static Operation cutOff(Kind kind, long invoked, long argument) {
		return new Operation("killed", 0, kind, argument, 0, 0, invoked, Long.MAX_VALUE, false);
	}

}
