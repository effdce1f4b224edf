package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of a process, which can be stepped while it runs; its monotonic clock
 * goes on. Needs libfaketime.
 */
final class SteppedClock {

	private static final Path LIBRARIES = Path.of("/usr/lib");

	private static final PathMatcher LIBRARY = FileSystems.getDefault()
		.getPathMatcher("glob:**/faketime/libfaketimeMT.so.1");

	private final Path library;

	private final Path file;

	private SteppedClock(Path library, Path file) throws IOException {
		this.library = library;
		this.file = file;
		step(Duration.ZERO);
	}

	/**
	 * Create a clock that is right.
	 * @param file where its process reads how far it is off
	 * @return the clock, empty if libfaketime is not installed
	 * @throws IOException if the file cannot be written
	 */
	static Optional<SteppedClock> create(Path file) throws IOException {
		if (!Files.isDirectory(LIBRARIES)) {
			return Optional.empty();
		}
		try (Stream<Path> found = Files.find(LIBRARIES, 3, (path, attributes) -> LIBRARY.matches(path))) {
			Optional<Path> library = found.findFirst();
			return library.isPresent() ? Optional.of(new SteppedClock(library.get(), file)) : Optional.empty();
		}
	}

	/**
	 * Return the environment of the process.
	 * @return the variables
	 */
	Map<String, String> environment() {
		return Map.of("LD_PRELOAD", this.library.toString(), "FAKETIME_TIMESTAMP_FILE", this.file.toString(),
				"FAKETIME_NO_CACHE", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_FORCE_MONOTONIC_FIX", "0");
	}

	/**
	 * Step the clock.
	 * @param offset how far it is ahead from now on, negative if it is behind
	 */
	void step(Duration offset) throws IOException {
		Path next = Files.writeString(this.file.resolveSibling(this.file.getFileName() + ".next"),
				"%+d\n".formatted(offset.toSeconds()));
		Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
	}

}
