package io.appinfra.net.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Linearizability} compared, on small random histories, with the attempt of all
 * orders.
 */
class LinearizabilityRandomTests {

	private static final List<Kind> KINDS = List.of(Kind.GET, Kind.PUT, Kind.PUT_IF_ABSENT, Kind.REPLACE,
			Kind.REPLACE_EQUAL, Kind.REMOVE, Kind.REMOVE_EQUAL, Kind.COMPUTE);

	@Test
	void checkWhenComparedWithAllOrdersSaysTheSame() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		int right = 0;
		for (int i = 0; i < 40_000; i++) {
			List<Operation> history = history(random);
			boolean expected = anyOrder(history, Operation.ABSENT);
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

	/**
	 * Operations that happen in turn, with begins and ends around the moments in which
	 * they do, and now and then a result that is made up.
	 */
	private static List<Operation> history(Random random) {
		List<Operation> history = new ArrayList<>();
		long state = Operation.ABSENT;
		int size = 2 + random.nextInt(5);
		for (int i = 1; i <= size; i++) {
			Operation operation = operation(random, 100 * i);
			boolean happens = operation.completed() || random.nextBoolean();
			long result = operation.kind().result(state, operation);
			boolean madeUp = random.nextInt(2 * size) == 0;
			history.add(withResult(operation, madeUp ? operation(random, 0).argument() : result));
			state = happens ? operation.after(state) : state;
		}
		return history;
	}

	private static Operation operation(Random random, long moment) {
		Kind kind = KINDS.get(random.nextInt(KINDS.size()));
		boolean completed = random.nextInt(5) > 0;
		long returned = (completed || random.nextBoolean()) ? moment + random.nextInt(250) : Long.MAX_VALUE;
		return new Operation("client", 0, kind, random.nextInt(3), random.nextInt(3), 0, moment - random.nextInt(250),
				returned, completed);
	}

	private static Operation withResult(Operation operation, long result) {
		return new Operation(operation.client(), operation.key(), operation.kind(), operation.argument(),
				operation.expected(), result, operation.invoked(), operation.returned(), operation.completed());
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

}
