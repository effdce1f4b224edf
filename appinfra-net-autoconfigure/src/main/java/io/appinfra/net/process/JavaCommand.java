package io.appinfra.net.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A command that starts a Java process.
 */
public final class JavaCommand {

	/**
	 * A command line that is longer goes through a file: Windows takes 32,767 characters,
	 * Linux 131,072 in one argument.
	 */
	private static final int LONGEST = 30_000;

	private static final List<String> DEFAULTS = List.of("-Xms16m", "-Xmx256m", "-XX:MinHeapFreeRatio=20",
			"-XX:MaxHeapFreeRatio=40", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

	/**
	 * Let the C library return what the compiler and the start have used, where it is
	 * glibc.
	 */
	private static final Map<String, String> DEFAULT_VARIABLES = Map.of("MALLOC_ARENA_MAX", "2",
			"MALLOC_TRIM_THRESHOLD_", "131072");

	/**
	 * What the java command takes paths to be written in; the default charset can be
	 * another.
	 */
	private static final Charset NATIVE = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	private final JavaApplication application;

	private final String mainClass;

	private final List<String> jvmArgs;

	private final Map<String, String> variables;

	/**
	 * Create a command.
	 * @param application the code to run
	 * @param mainClass the class whose main method to run
	 * @param jvmArgs flags of the JVM, which win over those that are inherited and over
	 * the defaults
	 * @param variables environment variables of the process, beside those of this one,
	 * which win
	 */
	public JavaCommand(JavaApplication application, String mainClass, List<String> jvmArgs,
			Map<String, String> variables) {
		this.application = application;
		this.mainClass = mainClass;
		this.jvmArgs = List.copyOf(jvmArgs);
		this.variables = Map.copyOf(variables);
	}

	/**
	 * Set the environment variables of the process.
	 * @param environment those that it would have
	 */
	void prepare(Map<String, String> environment) {
		JvmFlags.cleanEnvironment(environment);
		this.variables.forEach(environment::putIfAbsent);
		DEFAULT_VARIABLES.forEach(environment::putIfAbsent);
	}

	/**
	 * Return the command line.
	 * @param argumentFile where the class path is written if the command line is too long
	 * @return the command line
	 * @throws ProcessStartException if the argument file cannot be written
	 */
	public List<String> line(Path argumentFile) {
		List<String> line = new ArrayList<>(List.of(this.application.java().toString()));
		line.addAll(defaults());
		line.addAll(JvmFlags.inherited(this.application.jvmFlags()));
		line.addAll(this.jvmArgs);
		List<String> launch = this.application.launch(this.mainClass);
		if (length(line) + length(launch) <= LONGEST) {
			line.addAll(launch);
		}
		else {
			line.add("@" + writeArgumentFile(argumentFile, launch));
		}
		return line;
	}

	private static int length(List<String> arguments) {
		return arguments.stream().mapToInt(String::length).sum();
	}

	private List<String> defaults() {
		return DEFAULTS.stream().filter((flag) -> !JvmFlags.overridden(flag, this.jvmArgs)).toList();
	}

	private static Path writeArgumentFile(Path file, List<String> arguments) {
		String content = arguments.stream()
			.map((argument) -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
			.collect(Collectors.joining("\n"));
		try {
			return Files.writeString(file, content, NATIVE);
		}
		catch (IOException ex) {
			throw new ProcessStartException(file, ex);
		}
	}

}
