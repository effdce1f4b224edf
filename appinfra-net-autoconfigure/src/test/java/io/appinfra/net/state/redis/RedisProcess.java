package io.appinfra.net.state.redis;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.lettuce.core.RedisURI;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

import io.appinfra.net.state.EngineProcess;
import io.appinfra.net.state.StateLimits;

/**
 * A real Redis on a free port of the loopback interface, without persistence.
 */
public final class RedisProcess implements EngineProcess {

	private static final String SERVER = "/redis-server-7.0.15-linux-" + (isArm() ? "arm64" : "amd64");

	private final Path directory;

	private final int port;

	private final List<String> options;

	private final boolean tls;

	private final Path program;

	private final Map<String, String> environment;

	private Process process;

	public RedisProcess(String... options) {
		this(null, Map.of(), false, options);
	}

	private RedisProcess(@Nullable Path program, Map<String, String> environment, boolean tls, String... options) {
		this.environment = environment;
		this.tls = tls;
		try {
			this.directory = Files.createTempDirectory("redis");
			this.program = (program != null) ? program : unpack(this.directory);
			Files.createFile(this.directory.resolve("redis.conf"));
			this.port = freePort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.options = List.of(options);
		startAgain();
	}

	private static Path unpack(Path directory) throws IOException {
		Path server = directory.resolve("redis-server");
		try (InputStream in = RedisProcess.class.getResourceAsStream(SERVER)) {
			Files.copy(in, server);
		}
		Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
		return server;
	}

	/**
	 * Start a server of the system.
	 * @param program its program
	 * @param environment what is added to its environment
	 * @return the server
	 */
	static RedisProcess of(Path program, Map<String, String> environment) {
		return new RedisProcess(program, environment, false);
	}

	/**
	 * Start a server that takes connections with TLS alone.
	 * @param pem its certificate and key
	 * @return the server
	 */
	public static RedisProcess withTls(Path pem) {
		return new RedisProcess(null, Map.of(), true, "--tls-cert-file", pem.toString(), "--tls-key-file",
				pem.toString(), "--tls-auth-clients", "no");
	}

	/**
	 * Start a Sentinel that notices quickly when its master fails, also where it gets the
	 * processor late: by default it then does nothing for half a minute.
	 * @param name the name of the master
	 * @param port the port of the master
	 * @return the Sentinel
	 */
	public static RedisProcess sentinel(String name, int port) throws IOException {
		RedisProcess sentinel = new RedisProcess("--sentinel");
		sentinel.command("SENTINEL DEBUG info-period 200 publish-period 200 ping-period 100 tilt-trigger 60000");
		sentinel.command("SENTINEL MONITOR %s 127.0.0.1 %d 1".formatted(name, port));
		sentinel.command("SENTINEL SET %s down-after-milliseconds 1000 failover-timeout 1000".formatted(name));
		return sentinel;
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isArm() {
		return System.getProperty("os.arch").equals("aarch64");
	}

	public int port() {
		return this.port;
	}

	/**
	 * Return an option that the process was started with.
	 * @param name its name
	 * @return its value
	 */
	String option(String name) {
		return this.options.get(this.options.indexOf("--" + name) + 1);
	}

	/**
	 * Start the process, with the same port after it was killed.
	 */
	@Override
	public void startAgain() {
		List<String> command = new ArrayList<>(List.of(this.program.toString(),
				this.directory.resolve("redis.conf").toString(), "--port", this.tls ? "0" : "" + this.port, "--bind",
				"127.0.0.1", "--save", "", "--dir", this.directory.toString()));
		if (this.tls) {
			command.addAll(List.of("--tls-port", "" + this.port));
		}
		command.addAll(this.options);
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD);
			builder.environment().putAll(this.environment);
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isListening);
	}

	private boolean isListening() {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			if (this.tls) {
				return true;
			}
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("PING\r\n".getBytes());
			return socket.getInputStream().read() > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Send a command.
	 * @param command the command in one line
	 */
	public void command(String command) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write((command + "\r\n").getBytes());
			int answer = socket.getInputStream().read();
			if (answer != '+' && answer != ':') {
				throw new IOException("Refused: " + command);
			}
		}
	}

	/**
	 * Send a command whose answer is a text.
	 * @param command the command in one line
	 * @return the answer
	 */
	public String read(String command) {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write((command + "\r\n").getBytes());
			DataInputStream answer = new DataInputStream(socket.getInputStream());
			int length = 0;
			for (int digit = answer.read(); digit != '\n'; digit = answer.read()) {
				length = Character.isDigit(digit) ? length * 10 + digit - '0' : length;
			}
			return new String(answer.readNBytes(length));
		}
		catch (IOException ex) {
			return "";
		}
	}

	public boolean isMaster() {
		return read("INFO replication").contains("role:master");
	}

	public boolean isReplicaInStep() {
		return read("INFO replication").contains("master_link_status:up");
	}

	/**
	 * Return how much the server has written to its file.
	 * @return the length in bytes
	 */
	long written() {
		return appendOnlyFile().toFile().length();
	}

	/**
	 * Cut the file of a server that was killed.
	 * @param length what is left of it
	 */
	void cutFile(long length) {
		try (FileChannel file = FileChannel.open(appendOnlyFile(), StandardOpenOption.WRITE)) {
			file.truncate(length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path appendOnlyFile() {
		return this.directory.resolve("appendonlydir/appendonly.aof.1.incr.aof");
	}

	@Override
	public Stream<ProcessHandle> processes() {
		return Stream.of(this.process.toHandle());
	}

	RedisStateStore store(String namespace) {
		return store(namespace, this.port, Duration.ofSeconds(10), 1000, 1000);
	}

	static RedisStateStore store(String namespace, int port, Duration lease, int maxEntries, long maxValueSize) {
		return store(namespace, port, lease, Duration.ofSeconds(2), new StateLimits(maxEntries, maxValueSize));
	}

	/**
	 * Return an empty store whose lease outlasts any test of the contract, which does not
	 * renew it.
	 */
	static RedisStateStore storeOfContract(int port, int maxEntries, long maxValueSize) {
		return store(UUID.randomUUID().toString(), port, Duration.ofMinutes(3), Duration.ofSeconds(10),
				new StateLimits(maxEntries, maxValueSize));
	}

	private static RedisStateStore store(String namespace, int port, Duration lease, Duration timeout,
			StateLimits limits) {
		RedisServers servers = new RedisServers(List.of(RedisURI.create("127.0.0.1", port)), false, null);
		return new RedisStateStore(servers,
				new RedisStateSettings(namespace, limits, lease, timeout, 0, Duration.ofMillis(200)));
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
