package io.appinfra.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

	/**
	 * Texts, comments, and declarations of imports and packages.
	 */
	private static final Pattern NO_CODE = Pattern.compile(
			"\"{3}[\\s\\S]*?\"{3}|\"(?:[^\"\\\\\n]++|\\\\.)*+\"|/\\*[\\s\\S]*?\\*/|//[^\n]*|(?m)^(import|package) .*$");

	private static final Pattern NO_WORD = Pattern.compile("\\W+");

	private static final Pattern QUALIFIED = Pattern
		.compile("(?<![\\w.])(java(?!\\.lang\\.[A-Z])|jakarta|org|io|tools)(\\.[a-z]\\w*)+\\.([A-Z]\\w*)");

	@Test
	void importsWhenFromSeveralOriginsStandInGroups() throws IOException {
		List<Path> sources = sources();
		assertThat(sources).hasSizeGreaterThan(500).noneMatch((source) -> !imports(source).equals(grouped(source)));
	}

	@Test
	void importsWhenNothingUsesThemAreAbsent() throws IOException {
		assertThat(sources()).allSatisfy((source) -> assertThat(unused(source)).as(source.toString()).isEmpty());
	}

	private static List<String> unused(Path source) {
		Set<String> words = lines(source).stream()
			.filter((line) -> !isImport(line))
			.flatMap(NO_WORD::splitAsStream)
			.collect(Collectors.toSet());
		return imported(source).filter((name) -> !words.contains(name)).toList();
	}

	private static Stream<String> imported(Path source) {
		return lines(source).stream()
			.filter(SourcesTests::isImport)
			.map((line) -> line.substring(line.lastIndexOf('.') + 1, line.length() - 1));
	}

	/**
	 * But where another type of the same name is imported.
	 */
	@Test
	void typesWhenOfOtherPackagesAreImported() throws IOException {
		assertThat(sources()).allSatisfy((source) -> assertThat(qualified(source)).as(source.toString()).isEmpty());
	}

	private static List<String> qualified(Path source) {
		Set<String> imported = imported(source).collect(Collectors.toSet());
		String code = NO_CODE.matcher(String.join("\n", lines(source))).replaceAll("");
		return QUALIFIED.matcher(code)
			.results()
			.filter((type) -> !imported.contains(type.group(3)))
			.map(MatchResult::group)
			.toList();
	}

	/**
	 * Other tests write to what the build makes, which is passed over.
	 */
	private static List<Path> sources() throws IOException {
		Path root = Path.of("").toAbsolutePath().getParent();
		List<Path> sources = new ArrayList<>();
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
				String name = root.relativize(directory).getFileName().toString();
				return (name.equals("target") || name.startsWith(".")) ? FileVisitResult.SKIP_SUBTREE
						: FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.toString().endsWith(".java") && file.toString().contains("/src/")) {
					sources.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return sources;
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
