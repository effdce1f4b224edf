package io.appinfra.net.aot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.fixture.JavaRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that are processed ahead of time.
 */
@Tag("full")
class AotIT {

	private static final String[] ARGS = { "--server.port=0", "--spring.main.banner-mode=off",
			"--spring.datasource.generate-unique-name=true" };

	@TempDir
	private static Path directory;

	private static AotBuild build;

	private static List<Path> filesOfProcessing;

	@BeforeAll
	static void build() throws Exception {
		Path temp = Files.createDirectory(directory.resolve("temp"));
		build = AotBuild.of(AotApplication.class, directory, List.of("-Djava.io.tmpdir=" + temp), ARGS);
		try (Stream<Path> files = Files.list(temp)) {
			filesOfProcessing = files.toList();
		}
	}

	@Test
	void processStartsNothing() {
		assertThat(filesOfProcessing).isEmpty();
		assertThat(build.output()).doesNotContain("Tomcat", "orker ");
	}

	@Test
	void runWhenEnabledHasHandlersAndTickersOfItsRole() throws Exception {
		String output = run("-Dspring.aot.enabled=true");
		assertThat(output).contains("Starting AOT-processed AotApplication");
		assertSeesWorker(output);
	}

	@Test
	void runWhenGeneratedButNotEnabledIsTheSame() throws Exception {
		String output = run("-Dspring.aot.enabled=false");
		assertThat(output).doesNotContain("AOT-processed");
		assertSeesWorker(output);
	}

	@Test
	void runWhenWorkerIsReportedToUseItDoesNot() throws Exception {
		assertSeesWorker(run("-Dspring.aot.enabled=true",
				"--appinfra.net.workers.default.jvm-args[0]=-Dspring.aot.enabled=true"));
	}

	private static String run(String flag, String... args) throws Exception {
		String[] allArgs = Stream.of(ARGS, args).flatMap(Stream::of).toArray(String[]::new);
		return JavaRun.run(JavaRun.javaHome(), Map.of(), List.of(flag, "-cp", build.classPath()), AotApplication.class,
				allArgs);
	}

	private static void assertSeesWorker(String output) {
		assertThat(output)
			.contains(AotApplication.MARK + "class knows of a tick in worker process, handler in web process");
	}

}
