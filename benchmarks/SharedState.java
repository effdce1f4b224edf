import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.tools.ToolProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

/**
 * Measures the shared state: in the web process beside a {@code ConcurrentHashMap}, and
 * from a real worker beside a bare blocking Unix domain socket that carries 64 bytes each
 * way between the same two processes. Frames of get, put and add are about that long; a
 * record has five fields. All take turns, and medians of the rounds are
 * printed. The program compiles itself to a directory of its own, since a worker needs its
 * classes.
 */
public class SharedStateBenchmark {

	private static final int ROUNDS = 7;

	private static final int WARM_UP_ROUNDS = 3;

	private static final int READS = 5_000_000;

	private static final int ENTRIES = 1000;

	private static final int BATCHES = 50;

	private static final int CHANGES = 500;

	public static void main(String[] args) throws Exception {
		if (args.length == 0) {
			launch();
			return;
		}
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		Path socket = Path.of(args[0]);
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket));
			startThread(() -> accept(server));
			try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
					"--logging.level.root=error", "--benchmark.socket=" + socket)) {
				measure(context);
			}
		}
	}

	private static void launch() throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("state");
		try {
			String classPath = System.getProperty("java.class.path");
			Path source = Path.of(System.getProperty("benchmark.source", "benchmarks/SharedState.java"));
			Path copy = Files.copy(source, directory.resolve("SharedStateBenchmark.java"));
			int result = ToolProvider.getSystemJavaCompiler()
				.run(null, null, null, "-parameters", "-proc:none", "-cp", classPath, "-d", directory.toString(),
						copy.toString());
			if (result != 0) {
				throw new IllegalStateException("The benchmark does not compile");
			}
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", directory + System.getProperty("path.separator") + classPath,
					SharedStateBenchmark.class.getName(), directory.resolve("s").toString())
				.inheritIO()
				.start();
			process.waitFor();
		}
		finally {
			try (var files = Files.list(directory)) {
				for (Path file : files.toList()) {
					Files.delete(file);
				}
			}
			Files.delete(directory);
		}
	}

	private static void measure(ConfigurableApplicationContext context) throws Exception {
		SharedState state = context.getBean(SharedState.class);
		Tickers tickers = context.getBean(Tickers.class);
		Map<String, double[]> figures = new TreeMap<>();
		for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
			Map<String, Double> measured = measureWeb(state);
			TickRecord tick = tickers.trigger("client").get();
			if (tick.error() != null) {
				throw new IllegalStateException(tick.error());
			}
			measured.putAll(state.map("figures", Double.class).entries());
			System.out.printf("round %d%n", round + 1);
			for (Map.Entry<String, Double> figure : measured.entrySet()) {
				double[] values = figures.computeIfAbsent(figure.getKey(), (name) -> new double[ROUNDS]);
				values[Math.max(round, 0)] = figure.getValue();
			}
		}
		print(figures);
	}

	private static void print(Map<String, double[]> figures) {
		System.out.println("Web process");
		line(figures, "read of an unchanged value", "web.read", "web.hash", "ConcurrentHashMap.get", "ns");
		line(figures, "putAll, a record of five fields", "web.putAll", null, null, "entries/s");
		line(figures, "putAll, processor time", "web.putAll.cpu", null, null, "µs/entry");
		System.out.println("Worker, one caller");
		for (String operation : List.of("get", "put", "add", "get.record", "put.record")) {
			for (String percentile : List.of("p50", "p99")) {
				line(figures, operation.replace('.', ' ') + " " + percentile, operation + "." + percentile, "bare." + percentile,
						"bare socket", "µs");
			}
		}
		System.out.println("Worker, eight callers");
		for (String operation : List.of("get", "put", "add")) {
			line(figures, operation, operation + ".eight", "bare.eight", "bare sockets, one each", "/s");
		}
		System.out.println("Worker");
		line(figures, "putAll, a record of five fields", "putAll", null, null, "entries/s");
		line(figures, "onChange, web process to worker", "change.p50", "bare.p50", "bare socket, both ways", "µs");
		line(figures, "putAll, processor time of the worker", "putAll.cpu", null, null, "µs/entry");
	}

	private static void line(Map<String, double[]> figures, String what, String name, String beside, String besideWhat,
			String unit) {
		double[] values = figures.get(name);
		System.out.printf("  %-34s %,12.1f %s", what, median(values), unit);
		if (beside != null) {
			double[] others = figures.get(beside);
			double[] ratios = new double[ROUNDS];
			Arrays.setAll(ratios, (i) -> values[i] / others[i]);
			System.out.printf("; %s %,.1f %s; ratio %.2f", besideWhat, median(others), unit, median(ratios));
		}
		System.out.println();
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static Map<String, Double> measureWeb(SharedState state) {
		SharedMap<Price> prices = state.map("prices", Price.class);
		prices.put("gold", Price.of(1));
		Map<String, Price> hash = new ConcurrentHashMap<>();
		hash.put("gold", Price.of(1));
		state.counter("sink").addAndGet((long) (sum(prices) + sum(hash)));
		long begin = System.nanoTime();
		double sum = sum(prices);
		long between = System.nanoTime();
		sum += sum(hash);
		long end = System.nanoTime();
		state.counter("sink").addAndGet((long) sum);
		Map<String, Double> figures = putAll(state, "web.");
		figures.put("web.read", (between - begin) / (double) READS);
		figures.put("web.hash", (end - between) / (double) READS);
		return figures;
	}

	private static double sum(SharedMap<Price> prices) {
		double sum = 0;
		for (int i = 0; i < READS; i++) {
			sum += prices.get("gold").bid();
		}
		return sum;
	}

	private static double sum(Map<String, Price> prices) {
		double sum = 0;
		for (int i = 0; i < READS; i++) {
			sum += prices.get("gold").bid();
		}
		return sum;
	}

	private static Map<String, Double> putAll(SharedState state, String prefix) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		SharedMap<Price> all = state.map("all", Price.class);
		Map<String, Price> entries = new HashMap<>();
		for (int i = 0; i < ENTRIES; i++) {
			entries.put("price-" + i, Price.of(i));
		}
		long cpu = threads.getCurrentThreadCpuTime();
		long begin = System.nanoTime();
		for (int i = 0; i < BATCHES; i++) {
			all.putAll(entries);
		}
		double nanos = System.nanoTime() - begin;
		cpu = threads.getCurrentThreadCpuTime() - cpu;
		return new HashMap<>(Map.of(prefix + "putAll", 1e9 * BATCHES * ENTRIES / nanos, prefix + "putAll.cpu",
				cpu / 1e3 / BATCHES / ENTRIES));
	}

	private static void accept(ServerSocketChannel server) throws IOException {
		while (server.isOpen()) {
			SocketChannel channel = server.accept();
			startThread(() -> echo(channel));
		}
	}

	private static void echo(SocketChannel channel) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(64);
		try (channel) {
			while (readFully(channel, buffer.clear())) {
				channel.write(buffer.flip());
			}
		}
	}

	private static boolean readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			if (channel.read(buffer) < 0) {
				return false;
			}
		}
		return true;
	}

	private static void startThread(Action action) {
		Thread thread = new Thread(() -> {
			try {
				action.execute();
			}
			catch (Exception ex) {
				// the end of a socket is the end of its thread
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Tick(interval = "1h", initialDelay = "1h", runIn = RunIn.WORKER)
		Ticker client(SharedState state, Environment environment) {
			Client client = new Client(state, Path.of(environment.getRequiredProperty("benchmark.socket")));
			return (tick) -> client.measure();
		}

	}

	/**
	 * What a worker measures.
	 */
	private static final class Client {

		private static final int CALLS = 8_000;

		private static final int TURN = 200;

		private static final int CALLERS = 8;

		private final SharedState state;

		private final Path socket;

		private final Map<String, Double> figures = new HashMap<>();

		Client(SharedState state, Path socket) {
			this.state = state;
			this.socket = socket;
		}

		void measure() throws Exception {
			SharedMap<Price> prices = this.state.map("prices", Price.class);
			SharedMap<Long> numbers = this.state.map("numbers", Long.class);
			SharedCounter counter = this.state.counter("counter");
			numbers.put("one", 4L);
			Price price = Price.of(2);
			try (Bare bare = new Bare(this.socket)) {
				latencies(Map.of("bare", bare, "get", () -> numbers.get("one"), "put", () -> numbers.put("one", 5L),
						"add", () -> counter.addAndGet(1), "get.record", () -> prices.get("gold").bid(), "put.record",
						() -> prices.put("gold", price).bid()));
			}
			eightBare();
			eight("get", () -> numbers.get("one"));
			eight("put", () -> numbers.put("one", 5L));
			eight("add", () -> counter.addAndGet(1));
			this.figures.putAll(putAll(this.state, ""));
			changes();
			this.state.map("figures", Double.class).putAll(this.figures);
		}

		/**
		 * Measure operations in turns of a few milliseconds, so that all have the same
		 * machine.
		 */
		private void latencies(Map<String, Callable<? extends Number>> operations) throws Exception {
			Map<String, Latencies> measured = new HashMap<>();
			double sum = 0;
			for (int turn = 0; turn < CALLS / TURN; turn++) {
				for (Map.Entry<String, Callable<? extends Number>> operation : operations.entrySet()) {
					sum += measured.computeIfAbsent(operation.getKey(), (name) -> new Latencies(CALLS))
						.measure(operation.getValue(), TURN);
				}
			}
			this.state.counter("sink").addAndGet((long) sum);
			measured.forEach((name, latencies) -> {
				this.figures.put(name + ".p50", latencies.percentile(50));
				this.figures.put(name + ".p99", latencies.percentile(99));
			});
		}

		private void eight(String name, Callable<? extends Number> operation) throws Exception {
			List<Callable<? extends Number>> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				callers.add(operation);
			}
			this.figures.put(name + ".eight", throughput(callers));
		}

		private void eightBare() throws Exception {
			List<Bare> callers = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				callers.add(new Bare(this.socket));
			}
			this.figures.put("bare.eight", throughput(callers));
			for (Bare bare : callers) {
				bare.close();
			}
		}

		private double throughput(List<? extends Callable<? extends Number>> callers) throws Exception {
			ExecutorService executor = Executors.newFixedThreadPool(CALLERS);
			long begin = System.nanoTime();
			List<Future<Double>> sums = new ArrayList<>();
			for (Callable<? extends Number> caller : callers) {
				sums.add(executor.submit(() -> {
					double sum = 0;
					for (int i = 0; i < CALLS; i++) {
						sum += caller.call().doubleValue();
					}
					return sum;
				}));
			}
			double sum = 0;
			for (Future<Double> part : sums) {
				sum += part.get();
			}
			long nanos = System.nanoTime() - begin;
			executor.shutdown();
			this.state.counter("sink").addAndGet((long) sum);
			return 1e9 * CALLERS * CALLS / nanos;
		}

		private void changes() throws InterruptedException {
			SharedMap<Long> changes = this.state.map("changes", Long.class);
			BlockingQueue<Long> late = new ArrayBlockingQueue<>(1);
			try (SharedMap.Registration registration = changes.onChange((key, sent) -> late.add(System.nanoTime() - sent))) {
				long[] nanos = new long[CHANGES];
				for (int i = 0; i < CHANGES; i++) {
					changes.put("now", System.nanoTime());
					nanos[i] = late.poll(10, TimeUnit.SECONDS);
				}
				Arrays.sort(nanos);
				this.figures.put("change.p50", nanos[CHANGES / 2] / 1e3);
			}
		}

	}

	/**
	 * How long calls took.
	 */
	private static final class Latencies {

		private final long[] nanos;

		private int count;

		Latencies(int capacity) {
			this.nanos = new long[capacity];
		}

		double measure(Callable<? extends Number> operation, int calls) throws Exception {
			double sum = 0;
			for (int i = 0; i < calls; i++) {
				long begin = System.nanoTime();
				sum += operation.call().doubleValue();
				this.nanos[this.count++] = System.nanoTime() - begin;
			}
			return sum;
		}

		double percentile(int percentile) {
			Arrays.sort(this.nanos);
			return this.nanos[this.nanos.length * percentile / 100] / 1e3;
		}

	}

	/**
	 * A bare socket of the worker.
	 */
	private static final class Bare implements Callable<Integer>, AutoCloseable {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

		private final SocketChannel channel;

		Bare(Path socket) throws IOException {
			this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
		}

		@Override
		public Integer call() throws IOException {
			this.channel.write(this.buffer.clear());
			readFully(this.channel, this.buffer.clear());
			return this.buffer.getInt(0);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

	record Price(String symbol, double bid, double ask, long volume, String at) {

		static Price of(int i) {
			return new Price("GOLD", 100 + i, 101 + i, 1000L + i, "2026-01-01T00:00:00Z");
		}

	}

	private interface Action {

		void execute() throws Exception;

	}

}
