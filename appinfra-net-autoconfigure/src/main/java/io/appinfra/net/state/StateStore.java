package io.appinfra.net.state;

/**
 * Where the shared state is kept: the service provider interface beneath
 * {@link SharedState}, of which the web process has one. The module
 * {@code appinfra-net-test} has the tests that every store passes.
 * <p>
 * Versions of values and fencing tokens come from one sequence, of which each number is
 * greater than the last and at least the clock of the store in microseconds since 1970:
 * they grow on even where an engine has lost what it had.
 * <p>
 * After {@link #close()}, every other method throws
 * {@link io.appinfra.net.ServerShutdownException}, and so does a {@link #lock} that waits
 * by then.
 */
public interface StateStore extends StateData, StateLocks, StateInspection, AutoCloseable {

	@Override
	void close();

}
