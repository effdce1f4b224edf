package io.appinfra.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks what the formatter leaves open, in the sources of all modules.
 */
class SourcesTests {

	private static final List<String> GROUPS = List.of("java.", "javax.", "", "org.springframework.", "io.appinfra.",
			"static ");

	@Test
	void importsWhenFromSeveralOriginsStandInGroups() throws IOException {
		List<Path> sources = sources();
		assertThat(sources).hasSizeGreaterThan(500).noneMatch((source) -> !imports(source).equals(grouped(source)));
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("").toAbsolutePath().getParent())) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> file.toString().contains("/src/"))
				.toList();
		}
	}

	private static String imports(Path source) {
		List<String> lines = lines(source);
		int first = indexOfImport(lines);
		int last = lines.size() - 1;
		while (last > first && !isImport(lines.get(last))) {
			last--;
		}
		return (first < 0) ? "" : String.join("\n", lines.subList(first, last + 1));
	}

	private static String grouped(Path source) {
		return lines(source).stream()
			.filter(SourcesTests::isImport)
			.collect(Collectors.groupingBy(SourcesTests::group, TreeMap::new, Collectors.toList()))
			.values()
			.stream()
			.map((group) -> String.join("\n", group))
			.collect(Collectors.joining("\n\n"));
	}

	private static int group(String line) {
		String name = line.substring("import ".length());
		return GROUPS.stream()
			.filter((prefix) -> !prefix.isEmpty() && name.startsWith(prefix))
			.findFirst()
			.map(GROUPS::indexOf)
			.orElse(GROUPS.indexOf(""));
	}

	private static int indexOfImport(List<String> lines) {
		return lines.indexOf(lines.stream().filter(SourcesTests::isImport).findFirst().orElse("import"));
	}

	private static boolean isImport(String line) {
		return line.startsWith("import ") && line.endsWith(";");
	}

	private static List<String> lines(Path source) {
		try {
			return Files.readAllLines(source);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
