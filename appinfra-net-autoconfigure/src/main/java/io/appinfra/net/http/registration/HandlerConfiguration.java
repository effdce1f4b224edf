package io.appinfra.net.http.registration;

import java.util.Collection;
import java.util.function.Consumer;

/**
 * What the configuration of the application says about handlers.
 */
public interface HandlerConfiguration {

	/**
	 * Return the settings of a handler.
	 * @param name the name of its bean
	 * @param problems receives each value that cannot be read, in words that follow the
	 * name
	 * @return the settings
	 */
	HandlerSettings get(String name, Consumer<String> problems);

	/**
	 * Find what is set for no handler, or has a key that there is not.
	 * @param names the names of all handlers
	 * @param problems receives what is wrong, in a sentence that names the property
	 */
	void findUnknown(Collection<String> names, Consumer<String> problems);

}
