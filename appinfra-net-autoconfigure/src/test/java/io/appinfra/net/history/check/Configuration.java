package io.appinfra.net.history.check;

/**
 * A way in which a history can have gone up to some moment.
 *
 * @param state the state
 * @param happened the slots of the operations that are under way and have happened, as
 * bits
 */
record Configuration(long state, long happened) {

	boolean hasHappened(int slot) {
		return (this.happened & (1L << slot)) != 0;
	}

	Configuration after(int slot, Operation operation) {
		return new Configuration(operation.after(this.state), this.happened | (1L << slot));
	}

	Configuration without(int slot) {
		return new Configuration(this.state, this.happened & ~(1L << slot));
	}

}
