package io.appinfra.net.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The class data archive of a worker, with each Java that is installed beside the one
 * that runs the tests.
 */
@Tag("full")
class ClassCacheIT {

	private static final Path JAR = Path.of(System.getProperty("sample.jar"));

	private static final String STANDBY = "--appinfra.net.workers.default.standby=true";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnabledOnOs(OS.LINUX)
	@MethodSource
	void runWhenCacheIsConfiguredWritesItOnceAndUsesIt(Path javaHome) throws Exception {
		Path extracted = this.directory.resolve("extracted");
		LookoutProcess.extract(JAR, extracted);
		Path jar = extracted.resolve(JAR.getFileName());
		String cache = "--appinfra.net.workers.default.class-cache=" + this.directory.resolve("class cache");
		try (LookoutProcess lookout = LookoutProcess.start(javaHome, jar, cache, STANDBY)) {
			long first = lookout.awaitProbeOtherThan(0);
			lookout.await(() -> archives().size() == 1);
			lookout.await(() -> lookout.output().stream().anyMatch((line) -> line.contains("stands by")));
			ProcessHandle.of(first).orElseThrow().destroyForcibly();
			assertUsesArchive(lookout.awaitProbeOtherThan(first));
			assertThat(lookout.stop()).isEqualTo(143);
		}
		List<Path> archives = archives();
		try (LookoutProcess lookout = LookoutProcess.start(javaHome, jar, cache)) {
			assertUsesArchive(lookout.awaitProbeOtherThan(0));
			assertThat(lookout.stop()).isEqualTo(143);
			assertThat(lookout.output()).noneMatch((line) -> line.contains("[cds") || line.contains("[aot"));
		}
		assertThat(archives()).isEqualTo(archives);
	}

	static Stream<Path> runWhenCacheIsConfiguredWritesItOnceAndUsesIt() throws IOException {
		Path home = Path.of(System.getProperty("java.home")).toRealPath();
		try (Stream<Path> siblings = Files.list(home.getParent())) {
			return siblings.filter((sibling) -> Files.exists(sibling.resolve("release")))
				.filter((sibling) -> !Files.isSymbolicLink(sibling))
				.toList()
				.stream();
		}
	}

	private void assertUsesArchive(long worker) throws IOException {
		assertThat(Files.readString(Path.of("/proc", String.valueOf(worker), "maps")))
			.contains(archives().get(0).toString());
	}

	private List<Path> archives() {
		Path caches = this.directory.resolve("class cache");
		try (Stream<Path> files = Files.exists(caches) ? Files.list(caches) : Stream.empty()) {
			return files.filter((file) -> file.toString().endsWith(".jsa")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
