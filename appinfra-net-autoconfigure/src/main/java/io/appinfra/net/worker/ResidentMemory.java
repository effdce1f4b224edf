package io.appinfra.net.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resident memory of this process, where the system says it.
 */
final class ResidentMemory {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String LINE = "VmRSS:";

	private static final long KIBIBYTE = 1024;

	private ResidentMemory() {
	}

	/**
	 * Return the resident memory of this process.
	 * @return the memory in bytes, -1 where the system does not say
	 */
	static long bytes() {
		try (Stream<String> lines = Files.lines(STATUS)) {
			return lines.filter((line) -> line.startsWith(LINE))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
				.findFirst()
				.orElse(-1);
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
