package io.appinfra.net.process;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.appinfra.net.ServerStartupException;

/**
 * How to start another Java process with the code of this one: the same Java, from the
 * same exploded classes, jars, fat jar or extracted jar.
 *
 * @param java the java command
 * @param classPath the class path
 * @param nestedJars whether the classes are in jars inside of a jar, so that a launcher
 * is needed
 * @param jvmFlags the flags that this process was started with, without those that come
 * from its environment
 */
public record JavaApplication(Path java, String classPath, boolean nestedJars, List<String> jvmFlags) {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	/**
	 * Return how the current process can be started again, as it was started: links are
	 * followed, so that another process has the same code when they point elsewhere.
	 * @return the current application
	 * @throws ServerStartupException if no other process can have its classes
	 */
	public static JavaApplication current() {
		String executable = System.getProperty("os.name").startsWith("Windows") ? "java.exe" : "java";
		Path java = Path.of(System.getProperty("java.home"), "bin", executable);
		ClassPath classPath = ClassPath.of(JavaApplication.class, System.getProperty("java.class.path"));
		List<String> flags = new ArrayList<>(
				JvmFlags.notFromEnvironment(ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getenv()));
		flags.addAll(classPath.flags(System.getProperty("sun.java.command", ""), Runtime.version().feature()));
		return new JavaApplication(java, classPath.path(), classPath.nestedJars(), List.copyOf(flags));
	}

	List<Path> classPathEntries() {
		return Stream.of(this.classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.isEmpty())
			.map(Path::of)
			.toList();
	}

	List<String> launch(String mainClass) {
		return this.nestedJars ? List.of("-Dloader.main=" + mainClass, "-cp", this.classPath, LAUNCHER)
				: List.of("-cp", this.classPath, mainClass);
	}

}
