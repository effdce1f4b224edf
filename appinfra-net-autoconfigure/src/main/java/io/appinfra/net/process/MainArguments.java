package io.appinfra.net.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The arguments that the main method of this process was called with.
 */
public final class MainArguments {

	private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

	private static final Charset NATIVE = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	private MainArguments() {
	}

	/**
	 * Return the arguments of this process.
	 * @param otherwise the arguments that are likely, for where the system does not say
	 * which they are
	 * @return the arguments
	 */
	public static List<String> current(List<String> otherwise) {
		String command = System.getProperty("sun.java.command");
		if (command == null || !Files.isReadable(COMMAND_LINE)) {
			return otherwise;
		}
		try {
			String line = new String(Files.readAllBytes(COMMAND_LINE), NATIVE);
			List<String> arguments = find(Arrays.asList(line.split("\0", -1)), command);
			return (arguments != null) ? arguments : otherwise;
		}
		catch (IOException ex) {
			return otherwise;
		}
	}

	/**
	 * Find the arguments behind the flags of the JVM.
	 * @param line the words of the command line, an empty one at the end
	 * @param command the main class or jar and the arguments, separated by blanks
	 * @return the arguments, {@code null} if they are not in the command line, as where
	 * it names a file that has them
	 */
	static @Nullable List<String> find(List<String> line, String command) {
		for (int i = 1; i < line.size() - 1; i++) {
			List<String> words = line.subList(i, line.size() - 1);
			if (String.join(" ", words).equals(command)) {
				return List.copyOf(words.subList(1, words.size()));
			}
		}
		return null;
	}

}
