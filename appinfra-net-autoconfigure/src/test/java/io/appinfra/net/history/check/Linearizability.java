package io.appinfra.net.history.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a history is linearizable: whether each operation can have happened at one
 * moment between its begin and its end, with the result that it had. A history is
 * linearizable exactly if that of each key is.
 * <p>
 * An operation that was cut off has happened at one moment after its begin, or never.
 */
public final class Linearizability {

	private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time).thenComparing(Event::isReturn);

	private Linearizability() {
	}

	/**
	 * Check a history.
	 * @param history the operations, in any order
	 * @throws AssertionError if it is not linearizable
	 */
	public static void check(Collection<Operation> history) {
		history.stream()
			.filter((operation) -> !operation.kind().isOfLock())
			.filter((operation) -> operation.completed() || !operation.kind().reads())
			.collect(Collectors.groupingBy(Operation::target))
			.values()
			.forEach(Linearizability::checkKey);
	}

	private static void checkKey(List<Operation> operations) {
		List<Event> events = new ArrayList<>();
		for (Operation operation : operations) {
			events.add(new Event(operation.invoked(), false, operation));
			if (operation.returned() != Long.MAX_VALUE) {
				events.add(new Event(operation.returned(), true, operation));
			}
		}
		events.sort(ORDER);
		Search search = new Search(operations.get(0).kind().initial());
		events.forEach((event) -> event.follow(search));
	}

	private record Event(long time, boolean isReturn, Operation operation) {

		void follow(Search search) {
			if (this.isReturn) {
				search.returned(this.operation);
			}
			else {
				search.invoked(this.operation);
			}
		}

	}

}
