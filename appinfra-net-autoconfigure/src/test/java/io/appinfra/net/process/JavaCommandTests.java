package io.appinfra.net.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JavaCommand}.
 */
class JavaCommandTests {

	private static final Path NOWHERE = Path.of("nowhere");

	@Test
	void lineHasDefaults() throws IOException {
		assertThat(line(false, List.of())).containsExactly("java", "-Xms16m", "-Xmx256m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true", "-Dinherited=1",
				"-cp", "a.jar", "Main");
	}

	@Test
	void lineWithHeapAndCollectorLeavesOutDefaultsOfTheirs() throws IOException {
		assertThat(line(false, List.of("-Xmx1g", "-XX:+UseZGC"))).contains("-Xmx1g", "-XX:+UseZGC")
			.doesNotContain("-Xms16m", "-Xmx256m", "-XX:+UseSerialGC");
	}

	@Test
	void lineHasJvmArgsAfterAllThatTheyWinOver() throws IOException {
		assertThat(line(false, List.of("-Dinherited=2"))).containsSubsequence("-Djava.awt.headless=true",
				"-Dinherited=1", "-Dinherited=2", "-cp");
	}

	@Test
	void lineOfNestedJarsUsesLauncher() throws IOException {
		assertThat(line(true, List.of())).endsWith("-Dloader.main=Main", "-cp", "a.jar",
				"org.springframework.boot.loader.launch.PropertiesLauncher");
	}

	private static List<String> line(boolean nestedJars, List<String> jvmArgs) throws IOException {
		JavaApplication application = new JavaApplication(Path.of("java"), "a.jar", nestedJars,
				List.of("-Dinherited=1", "-Xmx8g", "-agentlib:jdwp=server=y"));
		return new JavaCommand(application, "Main", jvmArgs).line(NOWHERE);
	}

}
