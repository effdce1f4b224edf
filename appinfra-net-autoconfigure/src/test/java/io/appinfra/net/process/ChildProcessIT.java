package io.appinfra.net.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChildProcess} and {@link JavaCommand} with a real Java.
 */
@Timeout(60)
class ChildProcessIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	private final List<String> output = Collections.synchronizedList(new ArrayList<>());

	private ChildProcess process;

	@AfterEach
	void kill() {
		if (this.process != null) {
			this.process.kill();
		}
	}

	@Test
	void exitWhenMainThrowsIsFailureWithItsOutput() throws Exception {
		start("fail");
		assertThat(exit()).isEqualTo(new ExitCode(1));
		assertThat(this.output).anyMatch((line) -> line.contains("on purpose"));
		assertThat(this.process.lastLines()).containsAll(this.output);
	}

	@Test
	void exitComesAfterAllOutput() throws Exception {
		start("lines");
		assertThat(exit()).isEqualTo(new ExitCode(7));
		assertThat(this.output).hasSize(20_000).endsWith("line 19999");
		assertThat(this.process.lastLines()).hasSize(40).startsWith("line 19960").endsWith("line 19999");
	}

	@Test
	void outputWithoutNewlineIsDrained() throws Exception {
		start("flood");
		assertThat(exit()).isEqualTo(new ExitCode(0));
		assertThat(this.output.stream().mapToInt(String::length).sum()).isEqualTo(1024 * 1024);
	}

	@Test
	void inputIsReadAndItsEndIsNotSeenWhileThisProcessLives() throws Exception {
		start("echo", "first", "second");
		await().until(() -> this.output.size() == 2);
		assertThat(this.output).containsExactly("first", "second");
		assertThat(this.process.exit()).isNotDone();
		this.process.terminate();
		ExitCode exit = exit();
		assertThat(exit.value()).isEqualTo(143);
		assertThat(exit.isRequested()).isTrue();
	}

	@Test
	void killEndsProcess() throws Exception {
		start("echo");
		this.process.kill();
		assertThat(exit()).isEqualTo(new ExitCode(137));
	}

	@Test
	void exitDoesNotWaitForWhatTheProcessStartedItself() throws Exception {
		this.process = ChildProcess.start(command(classes()), this.directory, List.of("grandchild"), this.output::add);
		await().until(() -> !this.output.isEmpty());
		ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(this.output.get(0))).orElseThrow();
		try {
			assertThat(exit()).isEqualTo(new ExitCode(0));
			assertThat(grandchild.isAlive()).isTrue();
		}
		finally {
			grandchild.destroyForcibly();
		}
	}

	@Test
	void longClassPathGoesThroughArgumentFileThatJavaUnderstands() throws Exception {
		Path odd = Files.createDirectory(this.directory.resolve("with space\\and \"quotes\" #"));
		String classPath = odd + File.pathSeparator
				+ String.join(File.pathSeparator, Collections.nCopies(2000, "/nowhere/some thing\\x.jar"));
		JavaCommand command = command(classPath + File.pathSeparator + classes(), "-Dodd=a b\\c \"d\" # 'e'",
				"properties");
		start(command, "properties");
		assertThat(exit()).isEqualTo(new ExitCode(0));
		assertThat(this.output).containsExactly("a b\\c \"d\" # 'e'", "true");
		await().until(() -> argumentFiles().isEmpty());
	}

	@Test
	void defaultsGiveWayInRealJava() throws Exception {
		JavaCommand command = new JavaCommand(application(classes()), Main.class.getName(),
				List.of("-XX:+UseParallelGC", "-Xmx64m", "-XX:-ExitOnOutOfMemoryError"), Map.of());
		start(command, "heap");
		assertThat(exit()).isEqualTo(new ExitCode(0));
		assertThat(Long.parseLong(this.output.get(0))).isLessThanOrEqualTo(64L * 1024 * 1024);
	}

	@Test
	void startWhenThereIsNoJavaThrows() {
		JavaApplication application = new JavaApplication(this.directory.resolve("nojava"), "x", false, List.of());
		assertThatExceptionOfType(ProcessStartException.class)
			.isThrownBy(() -> ChildProcess.start(new JavaCommand(application, "Main", List.of(), Map.of()),
					this.directory, List.of(), this.output::add))
			.withMessageContaining("nojava");
	}

	@Test
	void rememberCountsAmongTheLastLines() throws Exception {
		start("fail");
		exit();
		this.process.remember("came another way");
		assertThat(this.process.lastLines()).endsWith("came another way");
	}

	@Test
	void argumentFilesWhenProcessesHaveDifferentClassPathsAreTheirOwn() throws Exception {
		String padding = File.pathSeparator + "x".repeat(40_000);
		ChildProcess other = ChildProcess.start(command(classes() + padding), this.directory, List.of("echo"),
				this.output::add);
		try {
			List<Path> ofOther = argumentFiles();
			assertThat(ofOther).hasSize(1);
			this.process = ChildProcess.start(command("/nowhere" + padding), this.directory, List.of(),
					this.output::add);
			assertThat(exit()).isEqualTo(new ExitCode(1));
			await().until(() -> argumentFiles().equals(ofOther));
		}
		finally {
			other.kill();
			other.exit().get(LONG.toSeconds(), TimeUnit.SECONDS);
		}
		await().until(() -> argumentFiles().isEmpty());
	}

	private List<Path> argumentFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(".args")).toList();
		}
	}

	private void start(String... input) {
		start(command(classes()), input);
	}

	/**
	 * A machine may be busy for long before it reads what a process has written last.
	 */
	private void start(JavaCommand command, String... input) {
		this.process = ChildProcess.start(command, this.directory, List.of(input), this.output::add, LONG);
	}

	private ExitCode exit() throws Exception {
		return this.process.exit().get(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	private static JavaCommand command(String classPath, String... odd) {
		List<String> flags = new ArrayList<>(List.of("-Xshare:auto", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8",
				"-Dsun.stdout.encoding=UTF-8"));
		if (odd.length > 0) {
			flags.add(odd[0]);
		}
		return new JavaCommand(application(classPath), Main.class.getName(), flags, Map.of());
	}

	private static JavaApplication application(String classPath) {
		return new JavaApplication(JavaApplication.current().java(), classPath, false, List.of());
	}

	private static String classes() {
		try {
			return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the processes run: the first line of their input says what to do.
	 */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) throws Exception {
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			String what = input.readLine();
			switch (what) {
				case "fail" -> throw new IllegalStateException("on purpose");
				case "lines" -> lines();
				case "flood" -> System.out.write("x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII));
				case "echo" -> echo(input);
				case "grandchild" -> grandchild();
				case "properties" -> {
					System.out.println(System.getProperty("odd"));
					System.out.println(System.getProperty("java.class.path").contains("/nowhere/some thing\\x.jar"));
				}
				case "heap" -> System.out.println(Runtime.getRuntime().maxMemory());
				default -> System.exit(9);
			}
			System.out.flush();
		}

		private static void lines() {
			StringBuilder lines = new StringBuilder();
			for (int i = 0; i < 20_000; i++) {
				lines.append("line ").append(i).append('\n');
			}
			System.out.print(lines);
			System.out.flush();
			System.exit(7);
		}

		private static void echo(BufferedReader input) throws IOException {
			String line = input.readLine();
			while (line != null) {
				System.out.println(line);
				line = input.readLine();
			}
			System.out.println("end");
		}

		private static void grandchild() throws IOException {
			Process process = new ProcessBuilder("sleep", "60").inheritIO().start();
			System.out.println(process.pid());
		}

	}

}
