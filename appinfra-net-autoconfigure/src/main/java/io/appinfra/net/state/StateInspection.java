package io.appinfra.net.state;

/**
 * Looks at what a store holds. Safe for use by many threads.
 */
public interface StateInspection {

	/**
	 * Return what the store holds, for an operator to look at.
	 * @return a summary
	 * @throws UnsupportedOperationException if a store cannot know, which is true of none
	 * of this library's
	 * @throws io.appinfra.net.StateUnavailableException if the engine that keeps the
	 * state does not answer in time
	 * @throws io.appinfra.net.ServerShutdownException after the store was closed
	 */
	StateSummary summary();

}
