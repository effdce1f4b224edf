package io.appinfra.net.cluster;

import java.util.Map;

/**
 * The instances of the application that share a store. A store of the web process alone
 * has one instance. Safe for use by many threads; no method waits.
 */
public interface Cluster {

	/**
	 * Return the name of this instance.
	 * @return the name
	 */
	String instance();

	/**
	 * Return the instances, this one included, as this one has seen them last.
	 * @return the instances by their names
	 */
	Map<String, Instance> instances();

}
