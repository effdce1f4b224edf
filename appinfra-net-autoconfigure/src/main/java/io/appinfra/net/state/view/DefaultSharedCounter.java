package io.appinfra.net.state.view;

import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.StateData;

/**
 * A {@link SharedCounter} in a store.
 */
final class DefaultSharedCounter implements SharedCounter {

	private final String name;

	private final StateData store;

	DefaultSharedCounter(String name, StateData store) {
		this.name = name;
		this.store = store;
	}

	@Override
	public long get() {
		return this.store.count(this.name);
	}

	@Override
	public void set(long value) {
		this.store.setCount(this.name, value);
	}

	@Override
	public long addAndGet(long delta) {
		return this.store.addAndGet(this.name, delta);
	}

	@Override
	public boolean compareAndSet(long expected, long value) {
		return this.store.compareAndSetCount(this.name, expected, value);
	}

	@Override
	public String toString() {
		return "shared counter '" + this.name + "'";
	}

}
