package io.appinfra.net.times;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The file to which a process writes, one for each process, in the directory that the
 * build names in the environment.
 */
final class Times {

	private static final @Nullable String directory = System.getenv("TEST_TIMES");

	private Times() {
	}

	/**
	 * Adds a line.
	 * @param columns what is in it
	 */
	static synchronized void add(Object... columns) {
		if (directory == null) {
			return;
		}
		List<String> line = List.of(String.join("\t", List.of(columns).stream().map(String::valueOf).toList()));
		Path file = Path.of(directory, "times-" + ProcessHandle.current().pid() + ".tsv");
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns this process and those that it descends from.
	 * @return their ids, with commas between them
	 */
	static String processes() {
		StringBuilder processes = new StringBuilder();
		Optional<ProcessHandle> process = Optional.of(ProcessHandle.current());
		while (process.isPresent()) {
			processes.append(process.get().pid()).append(',');
			process = process.get().parent();
		}
		return processes.toString();
	}

}
