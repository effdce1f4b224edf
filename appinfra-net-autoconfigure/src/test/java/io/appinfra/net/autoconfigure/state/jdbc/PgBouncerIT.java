package io.appinfra.net.autoconfigure.state.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.FileSystemUtils;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.jdbc.TestPostgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of the shared state in a PostgreSQL behind a PgBouncer, which gives each
 * transaction any of its connections.
 */
@Tag("full")
@Timeout(120)
class PgBouncerIT {

	private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JacksonAutoConfiguration.class,
				StateCodecAutoConfiguration.class, JdbcStateAutoConfiguration.class, StateAutoConfiguration.class))
		.withPropertyValues("appinfra.net.state.store=jdbc", "appinfra.net.state.jdbc.initialize-schema=always",
				"appinfra.net.state.timeout=30s", "spring.application.name=bounced",
				"spring.datasource.username=postgres");

	@Test
	void stateOfTwoInstancesIsSharedWhereConnectionsAreGivenToTransactions() throws Exception {
		assumeTrue(Files.isExecutable(PROGRAM), "There is no pgbouncer: PostgreSQL is not used through it");
		Path directory = Files.createTempDirectory("pgbouncer");
		try (TestPostgres postgres = TestPostgres.start()) {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			int port = freePort();
			Process bouncer = start(directory, postgres.port(), port);
			try {
				Awaitility.await().until(() -> isListening(port));
				with(port).run((one) -> with(port).run((two) -> {
					assertThat(one).hasNotFailed();
					assertThat(two).hasNotFailed();
					share(one.getBean(SharedState.class), two.getBean(SharedState.class));
				}));
			}
			finally {
				bouncer.destroy();
				bouncer.onExit().join();
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static void share(SharedState one, SharedState two) throws Exception {
		SharedMap<Integer> written = one.map("map", Integer.class);
		SharedMap<Integer> read = two.map("map", Integer.class);
		Map<String, Integer> seen = new ConcurrentHashMap<>();
		read.onChange(seen::put);
		for (int i = 0; i < 100; i++) {
			written.put("key", i);
			assertThat(read.get("key")).isEqualTo(i);
			read.compute("sum", (key, sum) -> (sum != null) ? sum + 1 : 1);
			assertThat(one.counter("count").addAndGet(1)).isEqualTo(i + 1);
		}
		Awaitility.await().until(() -> seen.equals(Map.of("key", 99, "sum", 100)));
		HeldLock held = one.lock("lock").tryLock(Duration.ZERO).orElseThrow();
		assertThat(two.lock("lock").tryLock(Duration.ofSeconds(1))).isEmpty();
		assertThat(held.isHeld()).isTrue();
		held.close();
		try (HeldLock next = two.lock("lock").tryLock(Duration.ofSeconds(60)).orElseThrow()) {
			assertThat(next.fencingToken()).isGreaterThan(held.fencingToken());
		}
	}

	private ApplicationContextRunner with(int port) {
		return this.runner.withPropertyValues(
				"spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres?prepareThreshold=0".formatted(port));
	}

	private static Process start(Path directory, int server, int port) throws IOException {
		Path settings = directory.resolve("pgbouncer.ini");
		Files.writeString(settings, """
				[databases]
				postgres = host=127.0.0.1 port=%d user=postgres
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = any
				pool_mode = transaction
				default_pool_size = 3
				ignore_startup_parameters = extra_float_digits
				""".formatted(server, port));
		List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--quiet"));
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("--user", "nobody"));
		}
		command.add(settings.toString());
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
