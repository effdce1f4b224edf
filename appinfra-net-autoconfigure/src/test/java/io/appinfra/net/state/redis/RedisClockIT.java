package io.appinfra.net.state.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.state.ClockJumps;
import io.appinfra.net.state.StateStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of {@link RedisStateStore} where the clock of the server jumps. The Redis of the
 * build cannot be deceived about the time, since it is linked statically: that of the
 * system can, by {@code libfaketime}, with the allocator of the C library: its own asks
 * for the time before {@code libfaketime} can answer.
 */
@Tag("full")
class RedisClockIT {

	private static final Path SERVER = Path.of("/usr/bin/redis-server");

	private static final Duration LEASE = Duration.ofMinutes(10);

	@TempDir
	private Path directory;

	private Path offset;

	private Map<String, String> environment;

	@BeforeEach
	void prepare() throws IOException {
		assumeThat(SERVER).as("Debian's package redis-server").isExecutable();
		Optional<Path> library = library();
		assumeThat(library).as("Debian's package faketime").isPresent();
		this.offset = this.directory.resolve("offset");
		setClock(0);
		this.environment = Map.of("LD_PRELOAD", library.orElseThrow() + ":libc.so.6", "FAKETIME_TIMESTAMP_FILE",
				this.offset.toString(), "FAKETIME_NO_CACHE", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1");
	}

	private static Optional<Path> library() throws IOException {
		try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3,
				(file, attributes) -> file.endsWith("faketime/libfaketime.so.1"))) {
			return files.findFirst();
		}
	}

	@Test
	void leasesWhenClockIsPutBackNeitherEndEarlyNorNever() throws Exception {
		try (RedisProcess redis = RedisProcess.of(SERVER, this.environment); StateStore store = store(redis)) {
			new ClockJumps(store, this::setClock)
				.back(() -> assertThat(left(redis, "one")).isBetween(1L, LEASE.toMillis()), LEASE);
		}
	}

	@Test
	void leasesWhenClockIsPutForwardEnd() throws Exception {
		try (RedisProcess redis = RedisProcess.of(SERVER, this.environment); StateStore store = store(redis)) {
			new ClockJumps(store, this::setClock).forward();
		}
	}

	private StateStore store(RedisProcess redis) {
		return RedisProcess.store("clock", redis.port(), LEASE, 1000, 1000);
	}

	private static long left(RedisProcess redis, String owner) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			return client.connect().sync().pttl("appinfra:{clock}:session:" + owner);
		}
	}

	/**
	 * Set how far the clock is ahead, in one step: the server reads the file each time.
	 */
	private void setClock(long seconds) throws IOException {
		Path next = Files.writeString(this.directory.resolve("next"), "%+d".formatted(seconds));
		Files.move(next, this.offset, StandardCopyOption.ATOMIC_MOVE);
	}

}
