package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A {@link Timer} whose time passes only when a test says so.
 */
class ManualTimer implements Timer {

	private final List<Task> tasks = new ArrayList<>();

	private long nanos = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

	@Override
	public long nanos() {
		return this.nanos;
	}

	@Override
	public Runnable after(Duration delay, Runnable action) {
		Task task = new Task(this.nanos + delay.toNanos(), action);
		this.tasks.add(task);
		return () -> this.tasks.remove(task);
	}

	int pending() {
		return this.tasks.size();
	}

	void advance(Duration time) {
		long end = this.nanos + time.toNanos();
		Task next = next(end);
		while (next != null) {
			this.tasks.remove(next);
			this.nanos = next.due;
			next.action.run();
			next = next(end);
		}
		this.nanos = end;
	}

	private Task next(long end) {
		return this.tasks.stream()
			.filter((task) -> task.due - end <= 0)
			.min(Comparator.comparingLong((task) -> task.due - this.nanos))
			.orElse(null);
	}

	private static final class Task {

		private final long due;

		private final Runnable action;

		private Task(long due, Runnable action) {
			this.due = due;
			this.action = action;
		}

	}

}
