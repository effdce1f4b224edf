package io.appinfra.net;

import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The layers of the tests: what their names and tags promise.
 */
class LayersTests {

	private static final String TEST_SERVER = "io.appinfra.net.autoconfigure.http.TestServer";

	private static final Set<String> STARTERS_OF_PROCESSES = Set.of("io.appinfra.net.fixture.ApplicationProcess",
			"io.appinfra.net.fixture.JavaRun", ProcessBuilder.class.getName());

	private static final JavaClasses tests = new ClassFileImporter()
		.withImportOption(new ImportOption.OnlyIncludeTests())
		.importPackages("io.appinfra.net");

	@Test
	void unitTestsWhenLookedAtStartNoProcessAndNoServer() {
		noClasses().that()
			.haveSimpleNameEndingWith("Tests")
			.should(be(describe("starters of processes or servers",
					(test) -> uses(test, STARTERS_OF_PROCESSES) || uses(test, Set.of(TEST_SERVER)))))
			.check(tests);
	}

	@Test
	void testsWhenTheyStartTestServersRunOnEachServer() {
		classes().that()
			.haveSimpleNameEndingWith("IT")
			.and(describe("start a test server", (test) -> uses(test, Set.of(TEST_SERVER))))
			.should(be(tagged("http").or(tagged("http-full"))))
			.check(tests);
	}

	@Test
	void testsWhenTaggedAreOfALayer() {
		Set<String> tags = Set.of("http", "http-full", "threads", "interleavings", "jazzer", "full");
		classes().that()
			.haveSimpleNameEndingWith("IT")
			.should(be(describe("tagged with some of " + tags, (test) -> tags.containsAll(tags(test)))))
			.check(tests);
	}

	private static boolean uses(JavaClass test, Set<String> types) {
		return test.getAccessesFromSelf()
			.stream()
			.anyMatch((access) -> types.contains(access.getTargetOwner().getName()));
	}

	private static DescribedPredicate<JavaClass> tagged(String tag) {
		return describe("tagged with " + tag, (test) -> tags(test).contains(tag));
	}

	private static Set<String> tags(JavaClass test) {
		return AnnotationSupport.findRepeatableAnnotations(test.reflect(), Tag.class)
			.stream()
			.map(Tag::value)
			.collect(Collectors.toSet());
	}

}
