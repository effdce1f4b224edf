package io.appinfra.net.history.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The operations that are under way at some moment, each in a slot.
 */
final class OpenOperations {

	private final @Nullable Operation[] slots = new Operation[Long.SIZE];

	private int used;

	void add(Operation operation) {
		int slot = 0;
		while (this.slots[slot] != null) {
			slot++;
		}
		this.slots[slot] = operation;
		this.used = Math.max(this.used, slot + 1);
	}

	int slot(Operation operation) {
		int slot = 0;
		while (this.slots[slot] != operation) {
			slot++;
		}
		return slot;
	}

	void remove(int slot) {
		this.slots[slot] = null;
	}

	/**
	 * Return what can come next. An operation that changes nothing, and whose result says
	 * that it does not, comes first and alone: that it has happened takes nothing from
	 * what can come after it.
	 * @param before what was before
	 * @return what can be after one more operation
	 */
	List<Configuration> next(Configuration before) {
		List<Configuration> next = new ArrayList<>();
		for (int slot = 0; slot < this.used; slot++) {
			Operation operation = this.slots[slot];
			if (operation != null && !before.hasHappened(slot) && operation.isPossible(before.state())) {
				Configuration after = before.after(slot, operation);
				if (after.state() == before.state() && operation.completed() && operation.kind().answersBefore()) {
					return List.of(after);
				}
				next.add(after);
			}
		}
		return next;
	}

	@Override
	public String toString() {
		return String.join("\n", Stream.of(this.slots).filter(Objects::nonNull).map(Object::toString).toList());
	}

}
