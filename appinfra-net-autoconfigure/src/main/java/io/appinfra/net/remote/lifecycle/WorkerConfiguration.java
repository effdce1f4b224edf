package io.appinfra.net.remote.lifecycle;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to be the same application as the web process.
 *
 * @param worker the name of the worker
 * @param main the main method that started the application, {@code null} if the worker is
 * to start it without
 * @param applications the applications whose contexts are the ancestors of the worker's,
 * the root first, and at the end the worker's own
 * @param systemProperties the system properties of the web process
 * @param different the properties that a worker has in place of those of the web process
 * @param defaults what is set for the whole JVM
 * @param heartbeatMillis how often to send a {@link Heartbeat}, in milliseconds
 * @param stopGraceMillis how long running ticks may go on undisturbed when the process is
 * asked to end by the system, in milliseconds
 */
public record WorkerConfiguration(String worker, @Nullable MainMethod main, List<Application> applications,
		Map<String, String> systemProperties, Map<String, Object> different, JvmDefaults defaults, long heartbeatMillis,
		long stopGraceMillis) {

	/**
	 * A main method.
	 *
	 * @param type the name of the class that has it
	 * @param arguments the arguments that it was called with
	 */
	public record MainMethod(String type, List<String> arguments) {

	}

	/**
	 * An application, as {@code SpringApplication} has started it.
	 *
	 * @param sources its sources: names of classes, packages or resources
	 * @param arguments its arguments
	 * @param settings what was set in code
	 * @param properties the property sources of its environment, the strongest first
	 * @param activeProfiles the active profiles
	 * @param defaultProfiles the default profiles
	 */
	public record Application(List<String> sources, List<String> arguments, Settings settings,
			List<Properties> properties, List<String> activeProfiles, List<String> defaultProfiles) {

	}

	/**
	 * What can be set on a {@code SpringApplication} in code, and shows in another
	 * process what was meant.
	 *
	 * @param mainClass the name of its main class, {@code null} if there is none
	 * @param circularReferences whether beans may need each other in a circle
	 * @param overriding whether one definition of a bean may override another
	 * @param beanNameGenerator the name of the class that names beans, {@code null} for
	 * the default
	 * @param environmentPrefix what environment variables begin with, {@code null} for
	 * nothing
	 */
	public record Settings(@Nullable String mainClass, boolean circularReferences, boolean overriding,
			@Nullable String beanNameGenerator, @Nullable String environmentPrefix) {

		/**
		 * What has to be set nowhere.
		 */
		public static final Settings DEFAULTS = new Settings(null, false, false, null, null);

	}

	/**
	 * A property source.
	 *
	 * @param name its name
	 * @param values its properties, unresolved
	 */
	public record Properties(String name, Map<String, Object> values) {

	}

}
