package io.appinfra.net.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
		cache.trained(true);
	}

	@Test
	void archiveWhenDirectoryCannotBeUsedIsNotMissing(@TempDir Path directory) throws Exception {
		Path file = Files.createFile(directory.resolve("file"));
		WorkerClassCache cache = cache(file.resolve("caches"));
		assertThat(cache.isMissing()).isFalse();
		assertThat(cache.flags()).isEmpty();
	}

	private static WorkerClassCache cache(@Nullable Path directory) {
		Duration second = Duration.ofSeconds(1);
		RestartPolicy restart = new RestartPolicy(second, second, 1, 0, 1, second);
		return new WorkerClassCache(new WorkerSettings("default", List.of(), List.of(), Map.of(), second, second,
				second, second.multipliedBy(2), restart, false, directory));
	}

}
