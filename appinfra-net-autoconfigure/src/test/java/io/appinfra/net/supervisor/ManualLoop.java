package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import io.appinfra.net.remote.lifecycle.EventLoop;

/**
 * An {@link EventLoop} without a thread, whose time passes only when a test says so.
 */
class ManualLoop implements EventLoop {

	private final List<Task> tasks = new ArrayList<>();

	private final Deque<Runnable> due = new ArrayDeque<>();

	private boolean running;

	private long nanos = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

	@Override
	public long nanos() {
		return this.nanos;
	}

	@Override
	public void execute(Runnable task) {
		this.due.add(task);
		if (!this.running) {
			runDue();
		}
	}

	@Override
	public boolean await(Runnable task) {
		execute(task);
		return true;
	}

	private void runDue() {
		this.running = true;
		try {
			while (!this.due.isEmpty()) {
				this.due.remove().run();
			}
		}
		finally {
			this.running = false;
		}
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
			execute(next.action);
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
