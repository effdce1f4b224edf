package io.appinfra.net.autoconfigure.http;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.appinfra.net.fixture.JavaRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs all tests of requests on the other web server, and on virtual threads: a JVM for
 * each combination, whose class path has one web server.
 */
class WebServerMatrixIT {

	private static final Map<String, Pattern> OTHER_SERVERS = Map.of("jetty",
			Pattern.compile("tomcat-embed-(core|websocket)|spring-boot(-starter)?-tomcat"), "tomcat",
			Pattern.compile("jetty"));

	@ParameterizedTest
	@CsvSource({ "jetty, false", "tomcat, true", "jetty, true" })
	void requestsWhenServerAndThreadsAreOthersAreAnsweredAlike(String server, boolean virtualThreads)
			throws IOException, InterruptedException {
		Optional<Path> javaHome = virtualThreads ? newestJava() : Optional.of(JavaRun.javaHome());
		assumeThat(javaHome).as("A Java with virtual threads beside this one").isPresent();
		String output = JavaRun.run(javaHome.orElseThrow(), Map.of(),
				List.of("-cp", classPath(server), "-Dspring.threads.virtual.enabled=" + virtualThreads,
						"-D" + WebServerIT.SERVER_PROPERTY + "=" + server),
				HttpTestRun.class);
		assertThat(output.lines().filter((line) -> line.startsWith(HttpTestRun.FAILED))).isEmpty();
		assertThat(output).containsPattern("(?m)^" + HttpTestRun.SUCCEEDED + "[1-9]");
	}

	@Test
	void testsWhenTheyStartServersHaveTag() {
		noClasses().that()
			.haveSimpleNameEndingWith("IT")
			.and()
			.areNotAnnotatedWith(Tag.class)
			.should()
			.accessClassesThat()
			.areAssignableTo(TestServer.class)
			.check(new ClassFileImporter().importPackages("io.appinfra.net"));
	}

	private static Optional<Path> newestJava() throws IOException {
		try (Stream<Path> homes = JavaRun.javaHomes()) {
			return homes.filter((home) -> version(home) >= 21).max((one, other) -> version(one) - version(other));
		}
	}

	private static int version(Path javaHome) {
		try {
			return JavaRun.version(javaHome);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String classPath(String server) {
		Pattern other = OTHER_SERVERS.get(server);
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !other.matcher(Path.of(entry).getFileName().toString()).find())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
