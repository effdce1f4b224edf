package io.appinfra.net.history.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The search for an order in which the operations on one key can have happened, after
 * Wing and Gong, with the improvements by Lowe: an operation is put into the order when
 * it returns and not before ("just in time"), and what was reached on two ways is
 * followed once.
 * <p>
 * It goes forward in time with all the ways that are still possible. As the operations
 * under way are few, so are these.
 */
final class Search {

	private final OpenOperations open = new OpenOperations();

	private Set<Configuration> possible;

	Search(long initial) {
		this.possible = Set.of(new Configuration(initial, 0));
	}

	void invoked(Operation operation) {
		this.open.add(operation);
	}

	/**
	 * Go on to the return of an operation.
	 * @param operation the operation
	 * @throws AssertionError if there is no way to it
	 */
	void returned(Operation operation) {
		int slot = this.open.slot(operation);
		Set<Configuration> next = waysTo(slot);
		if (!operation.completed()) {
			next.addAll(this.possible);
		}
		if (next.isEmpty()) {
			throw new AssertionError("Not linearizable: %s\nThe state can have been %s, with these under way:\n%s"
				.formatted(operation, states(), this.open));
		}
		this.possible = next.stream().map((way) -> way.without(slot)).collect(Collectors.toSet());
		this.open.remove(slot);
	}

	private Set<Configuration> waysTo(int slot) {
		Set<Configuration> ways = new HashSet<>();
		Set<Configuration> seen = new HashSet<>(this.possible);
		Deque<Configuration> unfinished = new ArrayDeque<>(this.possible);
		while (!unfinished.isEmpty()) {
			Configuration way = unfinished.pop();
			if (way.hasHappened(slot)) {
				ways.add(way);
			}
			else {
				this.open.next(way).stream().filter(seen::add).forEach(unfinished::push);
			}
		}
		return ways;
	}

	private Set<String> states() {
		return this.possible.stream().map((way) -> Operation.text(way.state())).collect(Collectors.toSet());
	}

}
