package io.appinfra.net.state.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

import io.appinfra.net.state.StateStore;
import io.appinfra.net.test.StateStoreContractTests;

/**
 * Tests for {@link RedisStateStore} with a real Valkey.
 */
@Tag("full")
@EnabledIf(value = "isValkeyInstalled", disabledReason = "Valkey's server is not installed")
class ValkeyStateStoreIT extends StateStoreContractTests {

	private static RedisProcess valkey;

	static boolean isValkeyInstalled() {
		return program().isPresent();
	}

	private static Optional<Path> program() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, "valkey-server"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	@BeforeAll
	static void startValkey() {
		valkey = RedisProcess.of(program().orElseThrow(), Map.of());
	}

	@AfterAll
	static void stopValkey() {
		valkey.close();
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		return RedisProcess.storeOfContract(valkey.port(), maxEntries, maxValueSize);
	}

}
