package io.appinfra.net.http;

import java.util.List;

/**
 * The enabled handlers of an application, as an operator sees them. Safe for use by many
 * threads.
 */
public interface Handlers {

	/**
	 * Return how many handlers there are. None is instantiated for it.
	 * @return the number of handlers
	 */
	int size();

	/**
	 * Describe the handlers. Those that do not exist yet are instantiated for it.
	 * @return the descriptions, by kind and in the order of the bean definitions
	 */
	List<HandlerDescription> describe();

}
