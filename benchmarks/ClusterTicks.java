import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.Ticker;

/**
 * Measures how late the ticks of many tickers of the cluster are: three instances, each a
 * process, share Redis or PostgreSQL. The arguments are {@code redis} or
 * {@code postgresql}, the number of tickers (1,000) and the seconds (30) that count.
 * Each tick is due once a second. Prints the ticks a second, and how long after they were
 * due their code has begun.
 */
public class ClusterTicks {

	private static final int INSTANCES = 3;

	private static final int WARM_UP = 20;

	public static void main(String[] args) throws Exception {
		if (args[0].equals("instance")) {
			new Instance(Integer.parseInt(args[1])).run(args);
			return;
		}
		int tickers = (args.length > 1) ? Integer.parseInt(args[1]) : 1_000;
		int seconds = (args.length > 2) ? Integer.parseInt(args[2]) : 30;
		try (Engine engine = args[0].equals("redis") ? new Redis() : new Postgres()) {
			measure(engine, tickers, seconds);
		}
	}

	private static void measure(Engine engine, int tickers, int seconds) throws Exception {
		List<Process> instances = new ArrayList<>();
		Path directory = Files.createTempDirectory("cluster-ticks");
		try {
			for (int i = 0; i < INSTANCES; i++) {
				instances.add(start(engine, tickers, directory.resolve("instance-" + i), i));
			}
			for (int i = 0; i < INSTANCES; i++) {
				Instance.await(directory.resolve("instance-" + i + ".ready"));
			}
			TimeUnit.SECONDS.sleep(WARM_UP);
			Files.createFile(directory.resolve("measure"));
			TimeUnit.SECONDS.sleep(seconds);
			Files.createFile(directory.resolve("end"));
			for (Process instance : instances) {
				instance.waitFor(60, TimeUnit.SECONDS);
			}
			print(directory, tickers, seconds);
		}
		finally {
			instances.forEach(Process::destroyForcibly);
			for (File file : directory.toFile().listFiles()) {
				file.delete();
			}
			Files.delete(directory);
		}
	}

	private static Process start(Engine engine, int tickers, Path file, int index) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx192m",
				"-cp", System.getProperty("java.class.path"), System.getProperty("source", "benchmarks/ClusterTicks.java"),
				"instance", String.valueOf(tickers), file.toString(), "--server.port=0",
				"--spring.application.name=cluster-ticks", "--appinfra.net.cluster.instance=i" + index,
				"--appinfra.net.state.lease=10s", "--logging.level.root=error", "--spring.main.banner-mode=off"));
		command.addAll(engine.args());
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Path.of(file + ".log").toFile())
			.start();
	}

	private static void print(Path directory, int tickers, int seconds) throws IOException {
		List<Integer> lateness = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			Path file = directory.resolve("instance-" + i);
			if (Files.exists(file)) {
				Files.readAllLines(file).forEach((line) -> lateness.add(Integer.valueOf(line)));
			}
			Files.readAllLines(Path.of(file + ".log")).stream().limit(20).forEach(System.out::println);
		}
		int[] sorted = lateness.stream().mapToInt(Integer::intValue).sorted().toArray();
		System.out.printf(Locale.ROOT, "%d tickers: %.0f ticks/s, begun after p50 %.1f, p99 %.1f, at most %.1f ms%n", tickers,
				sorted.length / (double) seconds, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
	}

	private static double at(int[] sorted, double part) {
		return (sorted.length > 0) ? sorted[(int) Math.min(sorted.length - 1, part * sorted.length)] / 1000.0 : Double.NaN;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ConditionalOnProperty("redis-port")
		DataRedisConnectionDetails redis(@Value("${redis-port}") int port) {
			return new DataRedisConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("127.0.0.1", port);
				}

			};
		}

	}

	/**
	 * One of the instances.
	 */
	private static final class Instance {

		private final int tickers;

		private final Queue<Long> lateness = new ConcurrentLinkedQueue<>();

		private final AtomicInteger owned = new AtomicInteger();

		private volatile boolean measures;

		Instance(int tickers) {
			this.tickers = tickers;
		}

		void run(String[] args) throws Exception {
			Path file = Path.of(args[2]);
			SpringApplication application = new SpringApplication(Application.class);
			application.addInitializers((context) -> {
				for (int i = 0; i < this.tickers; i++) {
					((GenericApplicationContext) context).registerBean("t" + i, Measured.class, () -> new Measured(this));
				}
			});
			ConfigurableApplicationContext context = application.run(Arrays.copyOfRange(args, 3, args.length));
			while (this.owned.get() < this.tickers / INSTANCES) {
				TimeUnit.MILLISECONDS.sleep(20);
			}
			Files.createFile(Path.of(file + ".ready"));
			await(file.resolveSibling("measure"));
			this.measures = true;
			await(file.resolveSibling("end"));
			this.measures = false;
			Files.write(file, this.lateness.stream().map(String::valueOf).toList());
			context.close();
			System.exit(0);
		}

		private static void await(Path file) throws InterruptedException {
			while (!Files.exists(file)) {
				TimeUnit.MILLISECONDS.sleep(20);
			}
		}

		void begun(TickContext tick) {
			if (this.measures) {
				this.lateness.add(ChronoUnit.MICROS.between(tick.scheduledAt(), Instant.now()));
			}
		}

	}

	@Tick(interval = "1s", scope = TickScope.CLUSTER)
	private record Measured(Instance instance) implements Ticker {

		@Override
		public void onStart() {
			this.instance.owned.incrementAndGet();
		}

		@Override
		public void tick(TickContext tick) {
			this.instance.begun(tick);
		}

		@Override
		public void onStop() {
			this.instance.owned.decrementAndGet();
		}

	}

	private interface Engine extends AutoCloseable {

		List<String> args();

	}

	private static final class Redis implements Engine {

		private final Path server;

		private final Process process;

		private final int port;

		Redis() throws IOException {
			this.server = Files.createTempFile("redis-server", "");
			try (InputStream binary = Redis.class.getResourceAsStream("/redis-server-7.0.15-linux-amd64")) {
				Files.copy(binary, this.server, StandardCopyOption.REPLACE_EXISTING);
			}
			Files.setPosixFilePermissions(this.server, PosixFilePermissions.fromString("rwx------"));
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				this.port = socket.getLocalPort();
			}
			this.process = new ProcessBuilder(this.server.toString(), "--port", String.valueOf(this.port), "--save", "",
					"--bind", "127.0.0.1")
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}

		@Override
		public List<String> args() {
			return List.of("--appinfra.net.state.store=redis", "--redis-port=" + this.port,
					"--spring.datasource.generate-unique-name=true");
		}

		@Override
		public void close() throws IOException {
			this.process.destroyForcibly();
			Files.delete(this.server);
		}

	}

	private static final class Postgres implements Engine {

		private final EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setOverrideWorkingDirectory(new File("benchmarks/target/postgres"))
			.setServerConfig("synchronous_commit", "on")
			.start();

		Postgres() throws IOException {
		}

		@Override
		public List<String> args() {
			return List.of("--appinfra.net.state.store=jdbc", "--appinfra.net.state.jdbc.initialize-schema=always",
					"--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(this.server.getPort()),
					"--spring.datasource.username=postgres");
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
