package io.appinfra.net.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link JavaCommand}.
 */
class JavaCommandTests {

	private static final Path NOWHERE = Path.of("nowhere");

	@Test
	void lineHasDefaults() {
		assertThat(line(false, List.of())).containsExactly("java", "-Xms16m", "-Xmx256m", "-XX:MinHeapFreeRatio=20",
				"-XX:MaxHeapFreeRatio=40", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
				"-Dinherited=1", "-cp", "a.jar", "Main");
	}

	@Test
	void lineWithHeapAndCollectorLeavesOutDefaultsOfTheirs() {
		assertThat(line(false, List.of("-Xmx1g", "-XX:+UseZGC"))).contains("-Xmx1g", "-XX:+UseZGC")
			.doesNotContain("-Xms16m", "-Xmx256m", "-XX:+UseSerialGC");
	}

	@Test
	void lineHasJvmArgsAfterAllThatTheyWinOver() {
		assertThat(line(false, List.of("-Dinherited=2"))).containsSubsequence("-XX:+ExitOnOutOfMemoryError",
				"-Dinherited=1", "-Dinherited=2", "-cp");
	}

	@Test
	void lineOfNestedJarsUsesLauncher() {
		assertThat(line(true, List.of())).endsWith("-Dloader.main=Main", "-cp", "a.jar",
				"org.springframework.boot.loader.launch.PropertiesLauncher");
	}

	@Test
	void lineWhenLongKeepsArgumentFilesOfTheUser(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("1.args");
		List<String> line = new JavaCommand(application("x".repeat(40_000), false), "Main", List.of("@user.args"),
				Map.of())
			.line(file);
		assertThat(line).endsWith("-Dinherited=1", "@user.args", "@" + file);
		assertThat(Files.readString(file)).startsWith("\"-cp\"").endsWith("\"Main\"");
	}

	@Test
	void lineWhenArgumentFileCannotBeWrittenSaysWhatToDo(@TempDir Path directory) {
		JavaCommand command = new JavaCommand(application("x".repeat(40_000), false), "Main", List.of(), Map.of());
		Path file = directory.resolve("nowhere/1.args");
		assertThatExceptionOfType(ProcessStartException.class).isThrownBy(() -> command.line(file))
			.withMessageContaining(file.toString())
			.withMessageContaining("set -Djava.io.tmpdir");
	}

	@Test
	void prepareSetsVariablesUnlessTheyAreSet() {
		JavaCommand command = new JavaCommand(application("a.jar", false), "Main", List.of(),
				Map.of("ONE", "1", "TWO", "2"));
		Map<String, String> environment = new HashMap<>(Map.of("ONE", "set"));
		command.prepare(environment);
		assertThat(environment).containsEntry("ONE", "set").containsEntry("TWO", "2");
	}

	@Test
	void prepareLimitsPoolsOfTheCLibraryUnlessTheyAreSet() {
		JavaCommand command = new JavaCommand(application("a.jar", false), "Main", List.of(), Map.of());
		Map<String, String> environment = new HashMap<>(Map.of("MALLOC_ARENA_MAX", "8"));
		command.prepare(environment);
		assertThat(environment).containsOnly(entry("MALLOC_ARENA_MAX", "8"), entry("MALLOC_TRIM_THRESHOLD_", "131072"));
	}

	private static List<String> line(boolean nestedJars, List<String> jvmArgs) {
		return new JavaCommand(application("a.jar", nestedJars), "Main", jvmArgs, Map.of()).line(NOWHERE);
	}

	private static JavaApplication application(String classPath, boolean nestedJars) {
		return new JavaApplication(Path.of("java"), classPath, nestedJars,
				List.of("-Dinherited=1", "-Xmx8g", "-agentlib:jdwp=server=y"));
	}

}
