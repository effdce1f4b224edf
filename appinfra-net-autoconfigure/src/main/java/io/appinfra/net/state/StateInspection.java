package io.appinfra.net.state;

/**
 * Looks at what a store holds.
 */
public interface StateInspection {

	/**
	 * Return what the store holds, to be looked at by an operator.
	 * @return a summary
	 * @throws UnsupportedOperationException if the store cannot know
	 */
	StateSummary summary();

}
