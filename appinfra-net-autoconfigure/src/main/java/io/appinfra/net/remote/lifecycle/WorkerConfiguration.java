package io.appinfra.net.remote.lifecycle;

import java.util.List;
import java.util.Map;

/**
 * What a worker needs to be the same application as the web process.
 *
 * @param worker the name of the worker
 * @param sources the sources of the application: names of classes, packages or resources
 * @param arguments the arguments of the application
 * @param systemProperties the system properties of the web process
 * @param properties the property sources of the environment, the strongest first
 * @param activeProfiles the active profiles
 * @param defaultProfiles the default profiles
 * @param heartbeatMillis how often to send a {@link Heartbeat}, in milliseconds
 * @param stopGraceMillis how long running ticks may go on undisturbed when the process is
 * asked to end by the system, in milliseconds
 */
public record WorkerConfiguration(String worker, List<String> sources, List<String> arguments,
		Map<String, String> systemProperties, List<Properties> properties, List<String> activeProfiles,
		List<String> defaultProfiles, long heartbeatMillis, long stopGraceMillis) {

	/**
	 * A property source.
	 *
	 * @param name its name
	 * @param values its properties, unresolved
	 */
	public record Properties(String name, Map<String, Object> values) {

	}

}
