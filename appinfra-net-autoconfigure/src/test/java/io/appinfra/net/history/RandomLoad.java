package io.appinfra.net.history;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.appinfra.net.history.check.Kind;
import io.appinfra.net.history.check.Operation;
import io.appinfra.net.history.check.Whole;

/**
 * Random operations of one thread on keys that all threads use, some of them more than
 * others. Those that expect a value expect the one that the thread has seen last, often
 * in the moment before.
 */
final class RandomLoad {

	private static final int KEYS = 24;

	private static final int GUARDED = KEYS;

	private static final int WHOLES = 2;

	private static final int WHOLE_OF_ROUND = 4;

	private static final List<Kind> ENTRY = List.of(Kind.GET, Kind.PUT, Kind.PUT_IF_ABSENT, Kind.REPLACE,
			Kind.REPLACE_EQUAL, Kind.REMOVE, Kind.REMOVE_EQUAL, Kind.COMPUTE);

	private static final List<Kind> WHOLE = List.of(Kind.PUT_ENTRIES, Kind.REMOVE_ENTRY, Kind.CLEAR, Kind.ENTRIES,
			Kind.SIZE);

	private static final List<Kind> COUNTER = List.of(Kind.COUNT, Kind.ADD_AND_GET, Kind.COMPARE_AND_SET);

	private final long[] seen = new long[KEYS];

	private final StateCalls calls;

	private final Random random;

	RandomLoad(StateCalls calls, Random random) {
		this.calls = calls;
		this.random = random;
		Arrays.fill(this.seen, 1);
	}

	/**
	 * Do some operations on any key, some on whole maps, and some on a key that is
	 * guarded by a lock.
	 * @param operations the number of operations on any key
	 */
	void round(int operations) {
		for (int i = 0; i < operations; i++) {
			call();
		}
		whole();
		guarded();
	}

	private void call() {
		int key = this.random.nextInt(1 + this.random.nextInt(KEYS));
		Kind kind = any(isCounter(key) ? COUNTER : ENTRY);
		if (expects(kind) && this.random.nextBoolean()) {
			read(key);
		}
		long argument = adds(kind) ? 1 : value();
		long result = this.calls.call(kind, key, argument, expects(kind) ? this.seen[key] : 0);
		if (result != Operation.ABSENT) {
			this.seen[key] = (kind.reads() || adds(kind)) ? result : argument;
		}
	}

	private void read(int key) {
		long result = this.calls.call(isCounter(key) ? Kind.COUNT : Kind.GET, key, 0, 0);
		this.seen[key] = (result != Operation.ABSENT) ? result : this.seen[key];
	}

	private Kind any(List<Kind> kinds) {
		return kinds.get(this.random.nextInt(3) > 0 ? this.random.nextInt(kinds.size()) : 0);
	}

	private static boolean isCounter(int key) {
		return key % 3 == 0 && key < GUARDED;
	}

	private static boolean expects(Kind kind) {
		return kind == Kind.REPLACE_EQUAL || kind == Kind.REMOVE_EQUAL || kind == Kind.COMPARE_AND_SET;
	}

	private static boolean adds(Kind kind) {
		return kind == Kind.COMPUTE || kind == Kind.ADD_AND_GET;
	}

	private void whole() {
		for (int i = 0; i < WHOLE_OF_ROUND; i++) {
			Kind kind = any(WHOLE);
			long entry = Whole.of(this.random.nextInt(Whole.ENTRIES), 1 + this.random.nextInt((1 << Whole.BITS) - 1));
			long others = (kind == Kind.PUT_ENTRIES) ? this.random.nextLong() >>> 4 : 0;
			this.calls.call(kind, this.random.nextInt(WHOLES), Whole.putAll(others, entry), 0);
		}
	}

	private void guarded() {
		if (this.calls.call(Kind.LOCK, 0, 0, 0) != Operation.ABSENT) {
			this.calls.call(Kind.GET, GUARDED, 0, 0);
			this.calls.call(Kind.PUT, GUARDED, value(), 0);
			this.calls.call(Kind.UNLOCK, 0, 0, 0);
		}
	}

	/**
	 * Read all keys, so that a write that was lost is missed.
	 */
	void readAll() {
		for (int key = 0; key <= GUARDED; key++) {
			this.calls.call(isCounter(key) ? Kind.COUNT : Kind.GET, key, 0, 0);
		}
		for (int map = 0; map < WHOLES; map++) {
			this.calls.call(Kind.ENTRIES, map, 0, 0);
			this.calls.call(Kind.SIZE, map, 0, 0);
		}
	}

	/**
	 * A value that nobody else writes, nor arrives at by adding.
	 */
	private long value() {
		return this.random.nextLong() >>> 1 & ~0xFFFFL;
	}

}
