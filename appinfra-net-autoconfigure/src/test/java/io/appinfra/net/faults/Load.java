package io.appinfra.net.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.faults.Evidence.Item;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;

/**
 * A client of the shared state that writes down what it does, and checks what it sees.
 */
final class Load {

	static final String GUARD = "guard";

	private static final Duration WAIT = Duration.ofMillis(20);

	private final long id = ThreadLocalRandom.current().nextLong();

	private final String name;

	private final Evidence own;

	private final Evidence guard;

	private final SharedCounter adds;

	private final SharedCounter running;

	private final SharedMap<Long> values;

	private final SharedLock lock;

	Load(String name, Path directory, SharedState state) {
		this.name = name;
		this.own = Evidence.open(directory, name);
		this.guard = Evidence.open(directory, GUARD);
		this.adds = state.counter("adds");
		this.running = state.counter("running");
		this.values = state.map("values", Long.class);
		this.lock = state.lock("lock");
	}

	void round() throws InterruptedException {
		this.own.set(Item.IN_ROUND, 1);
		try {
			if (this.running.get() > 0) {
				add();
				put();
				putGuarded();
			}
		}
		finally {
			this.own.set(Item.IN_ROUND, 0);
		}
	}

	private void add() {
		this.own.count(Item.ADDS_TRIED);
		this.adds.addAndGet(1);
		this.own.count(Item.ADDS_DONE);
	}

	private void put() {
		long present = orZero(this.values.get(this.name));
		long tried = this.own.get(Item.PUT_TRIED);
		long done = this.own.get(Item.PUT_DONE);
		this.own.check(done <= present && present <= tried, "%s wrote %d, tried %d and read %d", this.name, done, tried,
				present);
		this.own.set(Item.PUT_TRIED, tried + 1);
		this.values.put(this.name, tried + 1);
		this.own.set(Item.PUT_DONE, tried + 1);
	}

	private void putGuarded() throws InterruptedException {
		HeldLock held = this.lock.tryLock(WAIT).orElse(null);
		if (held != null) {
			try (held) {
				writeGuarded(held.fencingToken());
			}
		}
	}

	private void writeGuarded(long token) {
		long before = this.guard.get(Item.TOKEN);
		this.guard.check(before < token, "%s has token %d after %d", this.name, token, before);
		this.guard.set(Item.TOKEN, token);
		this.guard.set(Item.HOLDER, this.id);
		long value = orZero(this.values.get(GUARD));
		this.own.count(Item.GUARDED_TRIED);
		this.values.put(GUARD, value + 1);
		this.own.count(Item.GUARDED_DONE);
		this.guard.check(this.guard.get(Item.HOLDER) == this.id && this.guard.get(Item.TOKEN) == token,
				"%s was not alone with the lock", this.name);
	}

	private static long orZero(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

}
