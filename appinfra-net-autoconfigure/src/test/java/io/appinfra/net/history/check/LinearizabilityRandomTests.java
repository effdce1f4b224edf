package io.appinfra.net.history.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Linearizability} compared, on small random histories, with the attempt of all
 * orders.
 */
class LinearizabilityRandomTests {

	private static final List<Kind> WHOLE = List.of(Kind.PUT_ENTRIES, Kind.REMOVE_ENTRY, Kind.CLEAR, Kind.ENTRIES,
			Kind.SIZE);

	private static final List<Kind> ENTRY = List.of(Kind.GET, Kind.PUT, Kind.PUT_IF_ABSENT, Kind.REPLACE,
			Kind.REPLACE_EQUAL, Kind.REMOVE, Kind.REMOVE_EQUAL, Kind.COMPUTE);

	@Test
	void checkWhenComparedWithAllOrdersSaysTheSame() {
		compareWithAllOrders(ENTRY, (random) -> random.nextInt(3), Operation.ABSENT);
	}

	@Test
	void checkOfWholeMapsWhenComparedWithAllOrdersSaysTheSame() {
		compareWithAllOrders(WHOLE, (random) -> Whole.putAll(Whole.of(0, random.nextInt(3)),
				Whole.of(random.nextInt(2), random.nextInt(2))), 0);
	}

	private static void compareWithAllOrders(List<Kind> kinds, ToLongFunction<Random> value, long initial) {
		long seed = new Random().nextLong();
		RandomHistories histories = new RandomHistories(new Random(seed), kinds, value, initial);
		int right = 0;
		for (int i = 0; i < 40_000; i++) {
			List<Operation> history = histories.next();
			boolean expected = anyOrder(history, initial);
			assertThat(isLinearizable(history)).as("Seed %d: %s", seed, history).isEqualTo(expected);
			right += expected ? 1 : 0;
		}
		assertThat(right).isBetween(4_000, 36_000);
	}

	private static boolean isLinearizable(List<Operation> history) {
		try {
			Linearizability.check(history);
			return true;
		}
		catch (AssertionError ex) {
			return false;
		}
	}

	private static boolean anyOrder(List<Operation> rest, long state) {
		if (rest.stream().noneMatch(Operation::completed)) {
			return true;
		}
		long firstReturn = rest.stream().mapToLong(Operation::returned).min().orElseThrow();
		for (Operation next : rest) {
			List<Operation> others = new ArrayList<>(rest);
			others.remove(next);
			boolean canBeNext = next.invoked() <= firstReturn && next.isPossible(state);
			if ((canBeNext && anyOrder(others, next.after(state))) || (!next.completed() && anyOrder(others, state))) {
				return true;
			}
		}
		return false;
	}

	private record RandomHistories(Random random, List<Kind> kinds, ToLongFunction<Random> value, long initial) {

		/**
		 * Operations that happen in turn, with begins and ends around the moments in
		 * which they do, and now and then a result that is made up.
		 */
		List<Operation> next() {
			List<Operation> history = new ArrayList<>();
			long state = this.initial;
			int size = 2 + this.random.nextInt(5);
			for (int i = 1; i <= size; i++) {
				Operation operation = operation(100 * i);
				boolean happens = operation.completed() || this.random.nextBoolean();
				boolean madeUp = this.random.nextInt(2 * size) == 0;
				history.add(withResult(operation, madeUp ? anyValue() : operation.kind().result(state, operation)));
				state = happens ? operation.after(state) : state;
			}
			return history;
		}

		private Operation operation(long moment) {
			Kind kind = this.kinds.get(this.random.nextInt(this.kinds.size()));
			boolean completed = this.random.nextInt(5) > 0;
			long returned = (completed || this.random.nextBoolean()) ? moment + this.random.nextInt(250)
					: Long.MAX_VALUE;
			return new Operation("client", 0, kind, anyValue(), anyValue(), 0, moment - this.random.nextInt(250),
					returned, completed);
		}

		private long anyValue() {
			return this.value.applyAsLong(this.random);
		}

		private static Operation withResult(Operation operation, long result) {
			return new Operation(operation.client(), operation.key(), operation.kind(), operation.argument(),
					operation.expected(), result, operation.invoked(), operation.returned(), operation.completed());
		}

	}

}
