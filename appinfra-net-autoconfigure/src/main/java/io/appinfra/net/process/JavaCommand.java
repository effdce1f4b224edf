package io.appinfra.net.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

	private static final List<String> DEFAULTS = List.of("-Xms16m", "-Xmx256m", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true");

	private final JavaApplication application;

	private final String mainClass;

	private final List<String> jvmArgs;

	/**
	 * Create a command.
	 * @param application the code to run
	 * @param mainClass the class whose main method to run
	 * @param jvmArgs flags of the JVM, which win over those that are inherited and over
	 * the defaults
	 */
	public JavaCommand(JavaApplication application, String mainClass, List<String> jvmArgs) {
		this.application = application;
		this.mainClass = mainClass;
		this.jvmArgs = List.copyOf(jvmArgs);
	}

	/**
	 * Return the command line.
	 * @param directory where an argument file is written if the command line is too long
	 * @return the command line
	 * @throws IOException if the argument file cannot be written
	 */
	public List<String> line(Path directory) throws IOException {
		List<String> arguments = new ArrayList<>(defaults());
		arguments.addAll(JvmFlags.inherited(this.application.jvmFlags()));
		arguments.addAll(this.jvmArgs);
		arguments.addAll(this.application.launch(this.mainClass));
		String java = this.application.java().toString();
		if (arguments.stream().mapToInt(String::length).sum() <= LONGEST) {
			arguments.add(0, java);
			return arguments;
		}
		return List.of(java, "@" + writeArgumentFile(directory, arguments));
	}

	private List<String> defaults() {
		return DEFAULTS.stream().filter((flag) -> !JvmFlags.overridden(flag, this.jvmArgs)).toList();
	}

	private Path writeArgumentFile(Path directory, List<String> arguments) throws IOException {
		Path file = directory.resolve("worker.args");
		String content = arguments.stream()
			.map((argument) -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
			.collect(Collectors.joining("\n"));
		return Files.writeString(file, content, Charset.defaultCharset());
	}

}
