package io.appinfra.net.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ClassCache}.
 */
class ClassCacheTests {

	@TempDir
	private Path directory;

	private Path jar;

	private Path dependency;

	@BeforeEach
	void writeJars() throws IOException {
		Files.createDirectories(this.directory.resolve("with space"));
		this.dependency = writeJar("with space/library.jar", null);
		this.jar = writeJar("application.jar", "with%20space/library.jar");
	}

	@Test
	void flagsWhenArchiveIsMissingAreNone() throws IOException {
		ClassCache cache = find().orElseThrow();
		assertThat(cache.exists()).isFalse();
		assertThat(cache.flags()).isEmpty();
		assertThat(file().getParent()).isEqualTo(caches().toAbsolutePath());
		assertThat(file().getFileName().toString()).matches("worker-[0-9a-f]{16}\\.jsa");
	}

	@Test
	void completeWhenArchiveIsWrittenLetsItBeUsedAndDeletesFormer() throws IOException {
		ClassCache former = find().orElseThrow();
		Path formerFile = write(former);
		former.complete();
		assertThat(former.flags()).containsExactly("-XX:SharedArchiveFile=" + former);
		Path ofOther = Files.createFile(caches().resolve("worker-2-0123456789abcdef.jsa"));
		Files.setLastModifiedTime(this.jar, FileTime.fromMillis(1));
		ClassCache cache = find().orElseThrow();
		assertThat(cache.flags()).isEmpty();
		write(cache);
		assertThat(cache.exists()).isFalse();
		cache.complete();
		assertThat(cache.flags()).containsExactly("-XX:SharedArchiveFile=" + cache);
		assertThat(caches()).isDirectoryContaining((file) -> file.equals(ofOther));
		assertThat(former.exists()).isFalse();
		assertThat(formerFile).doesNotExist();
	}

	@Test
	void completeDeletesWhatKilledProcessesHaveLeft() throws IOException {
		ClassCache cache = find().orElseThrow();
		Path left = Files.createFile(caches().resolve("worker-0123456789abcdef.jsa.1"));
		Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
		Path beingWritten = Files.createFile(caches().resolve("worker-0123456789abcdef.jsa.2"));
		write(cache);
		cache.complete();
		assertThat(left).doesNotExist();
		assertThat(beingWritten).exists();
		assertThat(cache.exists()).isTrue();
	}

	@Test
	void completeWhenArchiveIsNotWrittenThrows() throws IOException {
		ClassCache cache = find().orElseThrow();
		assertThatIOException().isThrownBy(cache::complete);
		cache.abandon();
	}

	@Test
	void abandonDeletesWhatWasWritten() throws IOException {
		ClassCache cache = find().orElseThrow();
		write(cache);
		cache.abandon();
		assertThat(caches()).isEmptyDirectory();
	}

	@Test
	void fileWhenJarOrItsDependencyChangesIsAnother() throws IOException {
		Path first = file();
		assertThat(file()).isEqualTo(first);
		Files.setLastModifiedTime(this.dependency, FileTime.fromMillis(1));
		Path second = file();
		assertThat(second).isNotEqualTo(first);
		Files.setLastModifiedTime(this.jar, FileTime.fromMillis(1));
		assertThat(file()).isNotEqualTo(first).isNotEqualTo(second);
	}

	@Test
	void fileWhenContentChangesButNotSizeAndDateIsAnother() throws IOException {
		Path first = file();
		FileTime date = Files.getLastModifiedTime(this.dependency);
		byte[] content = Files.readAllBytes(this.dependency);
		content[content.length / 2]++;
		Files.write(this.dependency, content);
		Files.setLastModifiedTime(this.dependency, date);
		assertThat(file()).isNotEqualTo(first);
	}

	@Test
	void findWhenClassesAreInDirectoryIsEmpty() throws IOException {
		JavaApplication exploded = application(this.directory.toString(), List.of());
		assertThat(ClassCache.find(caches(), "worker", exploded, List.of(), Map.of())).isEmpty();
	}

	@Test
	void findWhenFlagsNameAnotherArchiveIsEmpty() throws IOException {
		for (String flag : List.of("-XX:SharedArchiveFile=x.jsa", "-XX:AOTCache=x.aot", "-Xshare:off",
				"-XX:+AutoCreateSharedArchive")) {
			assertThat(ClassCache.find(caches(), "worker", application(), List.of(flag), Map.of())).isEmpty();
			assertThat(ClassCache.find(caches(), "worker", application(this.jar.toString(), List.of(flag)), List.of(),
					Map.of()))
				.isEmpty();
		}
	}

	@Test
	void findWhenVariablesNameAnotherArchiveIsEmpty() throws IOException {
		Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Da=b '-XX:AOTCache=x.aot'");
		assertThat(ClassCache.find(caches(), "worker", application(), List.of(), environment)).isEmpty();
	}

	@Test
	void findWhenDirectoryCannotBeCreatedThrows() {
		assertThatIOException().isThrownBy(
				() -> ClassCache.find(this.jar.resolve("caches"), "worker", application(), List.of(), Map.of()));
	}

	private Optional<ClassCache> find() throws IOException {
		return ClassCache.find(caches(), "worker", application(), List.of(), Map.of());
	}

	private Path file() throws IOException {
		return Path.of(find().orElseThrow().toString());
	}

	private static Path write(ClassCache cache) throws IOException {
		String flag = cache.writerFlags().get(0);
		return Files.createFile(Path.of(flag.substring(flag.indexOf('=') + 1)));
	}

	private Path caches() {
		return this.directory.resolve("caches");
	}

	private JavaApplication application() {
		return application(this.jar.toString(), List.of());
	}

	private static JavaApplication application(String classPath, List<String> flags) {
		return new JavaApplication(Path.of("java"), classPath, false, flags);
	}

	private Path writeJar(String name, String classPath) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		if (classPath != null) {
			manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
		}
		Path file = this.directory.resolve(name);
		try (OutputStream out = Files.newOutputStream(file)) {
			new JarOutputStream(out, manifest).close();
		}
		return file;
	}

}
