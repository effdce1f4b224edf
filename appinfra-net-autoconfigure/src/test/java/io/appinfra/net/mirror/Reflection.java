package io.appinfra.net.mirror;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * What a process sees of its surroundings.
 *
 * @param pid its id
 * @param flags the flags of its JVM
 * @param arguments the arguments of the application
 * @param profiles the active profiles
 * @param properties the names of all properties, and their values
 * @param variables the environment variables of the process
 */
public record Reflection(long pid, List<String> flags, List<String> arguments, List<String> profiles,
		Map<String, String> properties, Map<String, String> variables) {

	static Reflection of(ConfigurableEnvironment environment, ApplicationArguments arguments) {
		Map<String, String> properties = new TreeMap<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String name : enumerable.getPropertyNames()) {
					properties.put(name, environment.getProperty(name, ""));
				}
			}
		}
		return new Reflection(ProcessHandle.current().pid(), ManagementFactory.getRuntimeMXBean().getInputArguments(),
				List.of(arguments.getSourceArgs()), List.of(environment.getActiveProfiles()), properties,
				System.getenv());
	}

}
