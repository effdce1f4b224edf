package io.appinfra.net.remote.lifecycle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.process.JavaApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerClassCache}, in a process whose classes are in directories.
 */
class WorkerClassCacheTests {

	@Test
	void archiveWhenNoneIsConfiguredIsNotMissing() {
		WorkerClassCache cache = cache(null);
		assertThat(cache.isMissing()).isFalse();
		assertThat(cache.flags()).isEmpty();
	}

	@Test
	void archiveWhenClassesAreInDirectoriesIsNotMissing(@TempDir Path directory) {
		WorkerClassCache cache = cache(directory);
		assertThat(cache.isMissing()).isFalse();
		assertThat(cache.flags()).isEmpty();
		cache.writerEnded(true);
	}

	@Test
	void archiveWhenDirectoryCannotBeUsedIsNotMissing(@TempDir Path directory) throws Exception {
		Path file = Files.createFile(directory.resolve("file"));
		WorkerClassCache cache = cache(file.resolve("caches"));
		assertThat(cache.isMissing()).isFalse();
		assertThat(cache.flags()).isEmpty();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void writerEndedWhenNothingIsWrittenSaysOfIt(@TempDir Path directory, CapturedOutput output) {
		JavaApplication application = new JavaApplication(Path.of("java"), "", false, List.of());
		WorkerClassCache cache = cache(directory, application);
		assertThat(cache.isMissing()).isTrue();
		cache.writerEnded(true);
		assertThat(output).contains("WARN")
			.contains(
					"Worker 'default' has no class data archive, since none was written to '%s'".formatted(directory));
	}

	private static WorkerClassCache cache(@Nullable Path directory) {
		return cache(directory, JavaApplication.current());
	}

	private static WorkerClassCache cache(@Nullable Path directory, JavaApplication application) {
		return new WorkerClassCache("default", directory, application, List.of());
	}

}
