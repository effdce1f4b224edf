package io.appinfra.net.history.check;

import java.util.List;

import org.junit.jupiter.api.Test;

import static io.appinfra.net.history.check.Operation.ABSENT;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Linearizability}: histories that are known to be right or wrong.
 */
class LinearizabilityTests {

	@Test
	void checkWhenInTurnIsRight() {
		right(get(0, 1, ABSENT), put(2, 3, 10, ABSENT), get(4, 5, 10), remove(6, 7, 10), get(8, 9, ABSENT));
	}

	@Test
	void checkWhenReadOverlapsWriteIsRightWithBothValues() {
		right(put(0, 9, 10, ABSENT), get(1, 2, ABSENT), get(3, 4, 10));
		right(put(0, 9, 10, ABSENT), get(1, 8, ABSENT));
		right(put(0, 9, 10, ABSENT), get(1, 8, 10));
	}

	@Test
	void checkWhenReadIsStaleIsWrong() {
		wrong(put(0, 1, 10, ABSENT), put(2, 3, 20, 10), get(4, 5, 10));
	}

	@Test
	void checkWhenReadsGoBackIsWrong() {
		wrong(put(0, 9, 10, ABSENT), get(1, 2, 10), get(3, 4, ABSENT));
		wrong(put(0, 9, 10, ABSENT), get(1, 2, 10), get(3, 12, ABSENT), get(10, 11, 10));
	}

	@Test
	void checkWhenWriteIsLostIsWrong() {
		wrong(put(0, 1, 10, ABSENT), get(2, 3, ABSENT));
		wrong(put(0, 1, 10, ABSENT), put(2, 3, 20, ABSENT));
	}

	@Test
	void checkWhenReadIsOfNoWriteIsWrong() {
		wrong(put(0, 1, 10, ABSENT), get(2, 3, 11));
		wrong(get(0, 1, 10), put(2, 3, 10, ABSENT));
	}

	@Test
	void checkWhenWriteShowsAfterItWasOverwrittenIsWrong() {
		wrong(put(0, 5, 10, ABSENT), put(1, 6, 20, 10), get(7, 8, 20), get(9, 10, 10));
	}

	@Test
	void checkWhenWritesOverlapIsRightInOneOrderAlone() {
		right(put(0, 5, 10, 20), put(1, 6, 20, ABSENT), get(7, 8, 10));
		wrong(put(0, 5, 10, 20), put(1, 6, 20, ABSENT), get(7, 8, 20));
		wrong(put(0, 5, 10, ABSENT), put(1, 6, 20, ABSENT));
	}

	@Test
	void checkWhenUpdateIsLostIsWrong() {
		right(compute(0, 5, 1), compute(1, 6, 2), get(7, 8, 2));
		wrong(compute(0, 5, 1), compute(1, 6, 1));
		wrong(compute(0, 5, 1), compute(1, 6, 2), get(7, 8, 1));
	}

	@Test
	void checkWhenTwoHavePutIfAbsentIsWrong() {
		right(putIfAbsent(0, 5, 10, ABSENT), putIfAbsent(1, 6, 20, 10));
		wrong(putIfAbsent(0, 5, 10, ABSENT), putIfAbsent(1, 6, 20, ABSENT));
		wrong(putIfAbsent(0, 1, 10, 20), putIfAbsent(2, 3, 20, ABSENT));
	}

	@Test
	void checkWhenReplaceMakesAnAbsentKeyIsWrong() {
		right(replace(0, 1, 10, ABSENT), get(2, 3, ABSENT));
		wrong(replace(0, 1, 10, ABSENT), get(2, 3, 10));
	}

	@Test
	void checkWhenTwoHaveReplacedTheSameValueIsWrong() {
		right(put(0, 1, 10, ABSENT), replaceEqual(2, 5, 10, 20, 1), replaceEqual(3, 6, 10, 30, 0), get(7, 8, 20));
		wrong(put(0, 1, 10, ABSENT), replaceEqual(2, 5, 10, 20, 1), replaceEqual(3, 6, 10, 30, 1));
	}

	@Test
	void checkWhenTwoHaveRemovedTheSameValueIsWrong() {
		right(put(0, 1, 10, ABSENT), removeEqual(2, 5, 10, 1), removeEqual(3, 6, 10, 0));
		wrong(put(0, 1, 10, ABSENT), removeEqual(2, 5, 10, 1), removeEqual(3, 6, 10, 1));
		wrong(put(0, 1, 10, ABSENT), remove(2, 5, 10), remove(3, 6, 10));
	}

	@Test
	void checkWhenCompareAndSetFailsForNoReasonIsWrong() {
		wrong(put(0, 1, 10, ABSENT), replaceEqual(2, 3, 10, 20, 0));
		wrong(compareAndSet(0, 1, 0, 5, 0));
	}

	@Test
	void checkWhenTwoHaveSetACounterFromTheSameValueIsWrong() {
		right(compareAndSet(0, 5, 0, 5, 1), compareAndSet(1, 6, 0, 7, 0), count(7, 8, 5));
		wrong(compareAndSet(0, 5, 0, 5, 1), compareAndSet(1, 6, 0, 7, 1));
	}

	@Test
	void checkWhenCounterSkipsOrRepeatsIsWrong() {
		right(add(0, 5, 1, 2), add(1, 6, 1, 1), add(2, 7, 1, 3), count(8, 9, 3));
		wrong(add(0, 5, 1, 1), add(1, 6, 1, 3));
		wrong(add(0, 5, 1, 1), add(1, 6, 1, 1));
		wrong(add(0, 5, 1, 1), count(6, 7, 2));
		wrong(add(0, 1, 1, 2), add(2, 3, 1, 1));
	}

	@Test
	void checkWhenCutOffIsRightWhetherItHasHappenedOrNot() {
		Operation cutOff = cutOff(Kind.PUT, 2, 20, Long.MAX_VALUE);
		right(put(0, 1, 10, ABSENT), cutOff, get(3, 4, 10), get(5, 6, 10));
		right(put(0, 1, 10, ABSENT), cutOff, get(3, 4, 10), get(5, 6, 20));
		right(put(0, 1, 10, ABSENT), cutOff, put(3, 4, 30, 20), get(5, 6, 30));
	}

	@Test
	void checkWhenCutOffHappensBeforeItBeganIsWrong() {
		wrong(get(0, 1, 20), cutOff(Kind.PUT, 2, 20, Long.MAX_VALUE));
	}

	@Test
	void checkWhenCutOffHappensTwiceIsWrong() {
		Operation cutOff = cutOff(Kind.PUT, 2, 20, Long.MAX_VALUE);
		wrong(cutOff, put(3, 4, 30, 20), get(5, 6, 20));
		wrong(cutOff(Kind.ADD_AND_GET, 0, 1, Long.MAX_VALUE), count(1, 2, 2));
	}

	@Test
	void checkWhenCutOffShowsAfterTheSuccessorCameIsWrong() {
		right(cutOff(Kind.PUT, 0, 20, 5), get(6, 7, 20));
		right(cutOff(Kind.PUT, 0, 20, 5), get(2, 4, ABSENT), get(6, 7, 20));
		right(cutOff(Kind.PUT, 0, 20, 5), get(6, 7, ABSENT), get(8, 9, ABSENT));
		wrong(cutOff(Kind.PUT, 0, 20, 5), get(6, 7, ABSENT), get(8, 9, 20));
		wrong(cutOff(Kind.ADD_AND_GET, 0, 1, 5), add(6, 7, 1, 1), count(8, 9, 2));
	}

	@Test
	void checkWhenWrittenBeforeTheEndOfTheCutOffIsNotLost() {
		wrong(put(0, 1, 10, ABSENT), cutOff(Kind.PUT, 2, 20, 5), get(6, 7, ABSENT));
		wrong(put(0, 1, 10, ABSENT), cutOff(Kind.GET, 2, 0, 5), get(6, 7, ABSENT));
	}

	@Test
	void checkWhenWholeMapIsReadHalfWrittenIsWrong() {
		long one = Whole.of(0, 1);
		long two = Whole.of(1, 2);
		Operation both = whole(Kind.PUT_ENTRIES, 0, 9, one | two, 0);
		right(both, whole(Kind.ENTRIES, 1, 2, 0, 0), whole(Kind.SIZE, 3, 4, 0, 2),
				whole(Kind.ENTRIES, 5, 6, 0, one | two));
		wrong(both, whole(Kind.ENTRIES, 1, 2, 0, one));
		wrong(both, whole(Kind.SIZE, 1, 2, 0, 1));
	}

	@Test
	void checkWhenWholeMapIsClearedLeavesNothing() {
		Operation first = whole(Kind.PUT_ENTRIES, 0, 1, Whole.of(0, 1) | Whole.of(1, 2), 0);
		Operation clear = whole(Kind.CLEAR, 2, 5, 0, 0);
		Operation second = whole(Kind.PUT_ENTRIES, 3, 4, Whole.of(1, 3), 0);
		right(first, clear, second, whole(Kind.ENTRIES, 6, 7, 0, 0));
		right(first, clear, second, whole(Kind.ENTRIES, 6, 7, 0, Whole.of(1, 3)));
		wrong(first, clear, second, whole(Kind.ENTRIES, 6, 7, 0, Whole.of(0, 1) | Whole.of(1, 3)));
		wrong(first, clear, second, whole(Kind.SIZE, 6, 7, 0, 2));
	}

	@Test
	void checkWhenRemovedEntryOfWholeMapIsThereIsWrong() {
		Operation first = whole(Kind.PUT_ENTRIES, 0, 1, Whole.of(0, 1) | Whole.of(1, 2), 0);
		Operation remove = whole(Kind.REMOVE_ENTRY, 2, 3, Whole.of(1, 9), 0);
		right(first, remove, whole(Kind.ENTRIES, 4, 5, 0, Whole.of(0, 1)));
		wrong(first, remove, whole(Kind.ENTRIES, 4, 5, 0, Whole.of(0, 1) | Whole.of(1, 2)));
	}

	private static Operation whole(Kind kind, long invoked, long returned, long argument, long result) {
		return completed(kind, invoked, returned, argument, 0, result);
	}

	private static void right(Operation... history) {
		assertThatCode(() -> Linearizability.check(List.of(history))).doesNotThrowAnyException();
	}

	private static void wrong(Operation... history) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Linearizability.check(List.of(history)))
			.withMessageStartingWith("Not linearizable");
	}

	private static Operation get(long invoked, long returned, long result) {
		return completed(Kind.GET, invoked, returned, 0, 0, result);
	}

	private static Operation put(long invoked, long returned, long value, long result) {
		return completed(Kind.PUT, invoked, returned, value, 0, result);
	}

	private static Operation putIfAbsent(long invoked, long returned, long value, long result) {
		return completed(Kind.PUT_IF_ABSENT, invoked, returned, value, 0, result);
	}

	private static Operation replace(long invoked, long returned, long value, long result) {
		return completed(Kind.REPLACE, invoked, returned, value, 0, result);
	}

	private static Operation replaceEqual(long invoked, long returned, long expected, long value, long result) {
		return completed(Kind.REPLACE_EQUAL, invoked, returned, value, expected, result);
	}

	private static Operation remove(long invoked, long returned, long result) {
		return completed(Kind.REMOVE, invoked, returned, 0, 0, result);
	}

	private static Operation removeEqual(long invoked, long returned, long expected, long result) {
		return completed(Kind.REMOVE_EQUAL, invoked, returned, 0, expected, result);
	}

	private static Operation compute(long invoked, long returned, long result) {
		return completed(Kind.COMPUTE, invoked, returned, 1, 0, result);
	}

	private static Operation count(long invoked, long returned, long result) {
		return completed(Kind.COUNT, invoked, returned, 0, 0, result);
	}

	private static Operation add(long invoked, long returned, long delta, long result) {
		return completed(Kind.ADD_AND_GET, invoked, returned, delta, 0, result);
	}

	private static Operation compareAndSet(long invoked, long returned, long expected, long value, long result) {
		return completed(Kind.COMPARE_AND_SET, invoked, returned, value, expected, result);
	}

	private static Operation completed(Kind kind, long invoked, long returned, long argument, long expected,
			long result) {
		return new Operation("client", 0, kind, argument, expected, result, invoked, returned, true);
	}

	private static Operation cutOff(Kind kind, long invoked, long argument, long deadline) {
		return new Operation("killed", 0, kind, argument, 0, 0, invoked, deadline, false);
	}

}
