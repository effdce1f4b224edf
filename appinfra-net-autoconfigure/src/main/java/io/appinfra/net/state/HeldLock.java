package io.appinfra.net.state;

/**
 * A {@link SharedLock} in the hand of its holder, to be closed by any thread of the
 * process.
 * <p>
 * Where the state is kept on an engine outside, a lock can be lost while its holder
 * lives: the process was frozen, cut off from the engine, or the engine has lost its
 * data. {@link #isHeld()} and {@link #onLost} go by the clock of this process and need no
 * answer of the engine. They can be late for a process that was frozen: whoever changes a
 * resource that others reach as well sends the {@link #fencingToken()} with each change.
 */
public interface HeldLock extends AutoCloseable {

	/**
	 * Return a number that is greater than that of every holder before. A resource
	 * outside can refuse a change that comes with a lower one than it has seen.
	 * @return the fencing token, positive
	 */
	long fencingToken();

	/**
	 * Return whether the lock is still held. Asks no engine, and costs next to nothing.
	 * @return {@code false} once it was closed, or another may hold it
	 */
	boolean isHeld();

	/**
	 * Run an action once the lock is lost, in a thread of its own; at once if it is lost
	 * already. It is not run for a lock that was closed before.
	 * @param action what to do
	 * @return withdraws the action when it is closed
	 */
	SharedMap.Registration onLost(Runnable action);

	/**
	 * Free the lock. Closing it again has no effect, nor has closing it after the
	 * application has stopped or the lock was lost. It does not fail while the engine
	 * that keeps the state cannot be reached: the lock is freed once it can be, or when
	 * the lease is over.
	 */
	@Override
	void close();

}
