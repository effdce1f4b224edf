package io.appinfra.net.state;

import io.appinfra.net.ServerShutdownException;

/**
 * What all stores report in the same words.
 */
public final class StateFailures {

	private StateFailures() {
	}

	/**
	 * Create what an operation throws after the store was closed.
	 * @return the exception
	 */
	public static ServerShutdownException closed() {
		return new ServerShutdownException("The shared state is closed, as the application has stopped. "
				+ "Whatever uses it must stop before: depend on the SharedState bean, and end with your own.");
	}

}
