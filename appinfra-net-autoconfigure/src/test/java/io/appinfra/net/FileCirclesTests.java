package io.appinfra.net;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of a package and the arrows between them. A circle of files needs a parent,
 * of which the others are parts: without it there is none.
 */
class FileCirclesTests {

	@Test
	void filesWhenInACircleAreAParentAndItsParts() {
		Map<String, Map<String, Set<String>>> packages = packages();
		assertThat(packages).hasSizeGreaterThan(20)
			.allSatisfy((name, files) -> assertThat(circlesWithoutParent(files)).isEmpty());
	}

	@Test
	void circleWhenOneFileIsInAllOfItsRoundsHasAParent() {
		assertThat(circlesWithoutParent(
				Map.of("parent", Set.of("one", "two"), "one", Set.of("two", "parent"), "two", Set.of("parent"))))
			.isEmpty();
	}

	@Test
	void circleWhenPartsAreInARoundOfTheirOwnHasNoParent() {
		assertThat(circlesWithoutParent(
				Map.of("parent", Set.of("one", "two"), "one", Set.of("two", "parent"), "two", Set.of("one", "parent"))))
			.containsExactly(Set.of("parent", "one", "two"));
		assertThat(circlesWithoutParent(
				Map.of("a", Set.of("b"), "b", Set.of("c", "a"), "c", Set.of("d", "b"), "d", Set.of("c"))))
			.containsExactly(Set.of("a", "b", "c", "d"));
	}

	/**
	 * Return what the files of each package use of the same package.
	 */
	private static Map<String, Map<String, Set<String>>> packages() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(FileCirclesTests.class.getPackageName())
			.stream()
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.groupingBy(FileCirclesTests::file,
					TreeMap::new, Collectors.flatMapping((type) -> usedInPackage(type).stream(), Collectors.toSet()))));
	}

	private static Set<String> usedInPackage(JavaClass type) {
		return type.getDirectDependenciesFromSelf()
			.stream()
			.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
			.filter((used) -> used.getPackageName().equals(type.getPackageName()))
			.map(FileCirclesTests::file)
			.filter((used) -> !used.equals(file(type)))
			.collect(Collectors.toSet());
	}

	private static String file(JavaClass type) {
		return type.getName().substring(type.getPackageName().length() + 1).replaceFirst("\\$.*", "");
	}

	private static Set<Set<String>> circlesWithoutParent(Map<String, Set<String>> files) {
		return files.keySet()
			.stream()
			.map((file) -> circle(file, files))
			.filter((circle) -> circle.size() > 1)
			.filter((circle) -> circle.stream().noneMatch((parent) -> isRoundless(circle, parent, files)))
			.collect(Collectors.toSet());
	}

	/**
	 * Return the files that a file uses, however indirectly, and that use it.
	 */
	private static Set<String> circle(String file, Map<String, Set<String>> files) {
		Set<String> circle = reachable(file, files.keySet(), files);
		circle.removeIf((other) -> !reachable(other, files.keySet(), files).contains(file));
		return circle;
	}

	private static boolean isRoundless(Set<String> circle, String without, Map<String, Set<String>> files) {
		Set<String> rest = new HashSet<>(circle);
		rest.remove(without);
		return rest.stream().noneMatch((file) -> reachable(file, rest, files).contains(file));
	}

	private static Set<String> reachable(String from, Collection<String> among, Map<String, Set<String>> files) {
		Set<String> reachable = new TreeSet<>();
		Set<String> next = Set.of(from);
		while (!next.isEmpty()) {
			next = next.stream()
				.flatMap((file) -> files.getOrDefault(file, Set.of()).stream())
				.filter((file) -> among.contains(file) && !reachable.contains(file))
				.collect(Collectors.toSet());
			reachable.addAll(next);
		}
		return reachable;
	}

}
