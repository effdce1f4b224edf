import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedCounter;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.jdbc.JdbcDialect;
import io.appinfra.net.state.jdbc.JdbcSchema;
import io.appinfra.net.state.jdbc.JdbcStateStore;
import io.appinfra.net.state.jdbc.JdbcStoreSettings;
import io.appinfra.net.state.json.JacksonStateCodec;
import io.appinfra.net.state.redis.RedisServers;
import io.appinfra.net.state.redis.RedisStateSettings;
import io.appinfra.net.state.redis.RedisStateStore;
import io.appinfra.net.state.view.DefaultSharedState;

/**
 * Measures the shared state on Redis and in PostgreSQL beside what it is made of: Lettuce
 * with the plain command, and JDBC with the same statements by hand. Values have 64 bytes.
 * Each operation and what it is compared with take turns, a few calls at a time, while
 * client and server have a processor each. Printed are the medians of both, and the
 * medians of what each turn has for a ratio: of the time that passed, and of the
 * processor time of client and server, which a machine that does other work at the same
 * time changes least, with the figure that it should not exceed.
 * Then it shows how the costs grow with threads, entries and instances. {@code rows} or
 * {@code growth} as the argument leaves the other out; a text after {@code rows} leaves
 * out the rows whose name is without it.
 */
public class EngineState {

	private static final int ROUNDS = 61;

	private static final Duration WARM_UP = Duration.ofSeconds(2);

	private static final Duration MEASURED = Duration.ofSeconds(4);

	private static final int BATCH = 20;

	private static final int LARGE_BATCH = 50;

	private static final Duration LEASE = Duration.ofSeconds(10);

	private static final StateLimits LIMITS = new StateLimits(2_000_000, 1_000_000);

	private static final String VALUE = "v".repeat(62);

	private static final byte[] JSON = ("\"" + VALUE + "\"").getBytes(StandardCharsets.UTF_8);

	private static String only = "";

	public static void main(String[] args) throws Exception {
		((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
		String part = (args.length > 0) ? args[0] : "all";
		only = (args.length > 1) ? args[1] : "";
		try (Redis redis = new Redis(); Postgres postgres = new Postgres()) {
			if (!part.equals("growth")) {
				redisRows(redis);
				jdbcRows(postgres);
			}
			if (!part.equals("rows")) {
				growth(redis, postgres);
			}
		}
	}

	private static void redisRows(Redis redis) throws Exception {
		try (Instance one = redis.instance("one"); Instance two = redis.instance("two"); Lettuce lettuce = redis.lettuce()) {
			SharedMap<String> map = one.state().map("map", String.class);
			SharedMap<Long> numbers = one.state().map("numbers", Long.class);
			SharedCounter counter = one.state().counter("counter");
			RedisCommands<byte[], byte[]> commands = lettuce.commands();
			byte[] key = bytes("key");
			byte[] hash = bytes("raw");
			map.put("key", VALUE);
			numbers.put("key", 1L);
			commands.hset(hash, key, JSON);
			commands.set(bytes("value"), JSON);
			Work get = () -> commands.hget(hash, key);
			Work hset = () -> commands.hset(hash, key, JSON);
			Supplier<List<ProcessHandle>> server = redis::processes;
			System.out.println("Redis, microseconds for each operation");
			compare(server, "get / HGET", 1.15, () -> map.get("key"), get);
			compare(server, "addAndGet / INCRBY", 1.15, () -> counter.addAndGet(1), () -> commands.incrby(bytes("raw-counter"), 1));
			compare(server, "put / HSET", 1.4, () -> map.put("key", VALUE), hset);
			long[] version = { one.store().compareAndSet("map", "set", 0, JSON).getAsLong() };
			compare(server, "compareAndSet / HSET", 1.4,
					() -> version[0] = one.store().compareAndSet("map", "set", version[0], JSON).getAsLong(), hset);
			compare(server, "compute / GET", 2.6, () -> numbers.compute("key", (same, value) -> value + 1),
					() -> commands.get(bytes("value")));
			compare(server, "lock and unlock / GET", 2.6, () -> one.state().lock("lock").tryLock(Duration.ZERO).orElseThrow().close(),
					() -> commands.get(bytes("value")));
			Map<String, String> thousand = thousand();
			Map<byte[], byte[]> fields = new LinkedHashMap<>();
			thousand.forEach((name, value) -> fields.put(bytes(name), JSON));
			SharedMap<String> large = one.state().map("large", String.class);
			compare(server, "putAll of 1,000 / HSET of 1,000", 2, 1, () -> large.putAll(thousand),
					() -> commands.hset(bytes("raw-large"), fields));
			if (only.isEmpty()) {
				throughput(map, commands, hash, key);
				idle(redis);
			}
			changes(one, two, get);
			handOver(one, two, get);
		}
	}

	private static void throughput(SharedMap<String> map, RedisCommands<byte[], byte[]> commands, byte[] hash,
			byte[] key) throws Exception {
		double[] ours = new double[ROUNDS];
		double[] raw = new double[ROUNDS];
		double[] ratios = new double[ROUNDS];
		for (int round = -ROUNDS; round < ROUNDS; round++) {
			double first = inThreads(64, LARGE_BATCH, (thread) -> map.get("key"));
			double second = inThreads(64, LARGE_BATCH, (thread) -> commands.hget(hash, key));
			if (round >= 0) {
				ours[round] = first;
				raw[round] = second;
				ratios[round] = first / second;
			}
		}
		System.out.printf(Locale.ROOT, "  %-34s %9.0f %9.0f   %5.2f, at least 0.80%n", "64 threads, operations/s",
				median(ours), median(raw), median(ratios));
	}

	private static void changes(Instance writer, Instance reader, Work get) throws Exception {
		if (!"change seen elsewhere".contains(only)) {
			return;
		}
		BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
		try (SharedMap.Registration registration = reader.state()
			.map("watched", Long.class)
			.onChange((key, value) -> seen.add(System.nanoTime()))) {
			SharedMap<Long> map = writer.state().map("watched", Long.class);
			double[] times = new double[2000];
			double[] gets = new double[times.length];
			for (int i = -200; i < times.length; i++) {
				long start = System.nanoTime();
				map.put("key", (long) i);
				long end = seen.take();
				double ofGet = time(1, get);
				if (i >= 0) {
					times[i] = (end - start) / 1000.0;
					gets[i] = ofGet;
				}
			}
			Arrays.sort(times);
			System.out.printf(Locale.ROOT, "  %-34s %9.1f %9.1f   %5.2f, at most 2.50 (p99 %.2f ms, at most 10)%n",
					"change seen elsewhere / GET", median(times), median(gets), median(times) / median(gets),
					times[times.length * 99 / 100] / 1000);
		}
	}

	private static void handOver(Instance one, Instance two, Work get) throws Exception {
		if (!"lock handed over".contains(only)) {
			return;
		}
		ExecutorService waiter = Executors.newSingleThreadExecutor();
		double[] times = new double[400];
		double[] gets = new double[times.length];
		for (int i = -50; i < times.length; i++) {
			HeldLock held = one.state().lock("handed").tryLock(Duration.ZERO).orElseThrow();
			Future<Long> taken = waiter.submit(() -> {
				try (HeldLock lock = two.state().lock("handed").tryLock(Duration.ofSeconds(10)).orElseThrow()) {
					return System.nanoTime();
				}
			});
			while (one.store().summary().locks().get("handed").waiting() == 0) {
				Thread.onSpinWait();
			}
			long start = System.nanoTime();
			held.close();
			double time = (taken.get() - start) / 1000.0;
			double ofGet = time(1, get);
			if (i >= 0) {
				times[i] = time;
				gets[i] = ofGet;
			}
		}
		waiter.shutdown();
		System.out.printf(Locale.ROOT, "  %-34s %9.1f %9.1f   %5.2f, at most 3.00%n", "lock handed over / GET",
				median(times), median(gets), median(times) / median(gets));
	}

	private static void idle(Redis redis) throws Exception {
		try (Instance idle = redis.instance("idle"); Lettuce lettuce = redis.lettuce()) {
			for (int i = 0; i < 10; i++) {
				idle.state().map("idle-" + i, String.class).onChange((key, value) -> {
				});
			}
			idle.state().lock("idle").tryLock(Duration.ZERO).orElseThrow();
			long before = lettuce.processed();
			TimeUnit.SECONDS.sleep(10);
			System.out.printf(Locale.ROOT, "  %-34s %9.1f   at most 2 for each of three instances, with 10 listeners%n",
					"commands/s of idle instances", (lettuce.processed() - before - 1) / 10.0);
		}
	}

	private static void jdbcRows(Postgres postgres) throws Exception {
		try (Instance one = postgres.instance("one"); HikariDataSource pool = postgres.pool(8)) {
			SharedMap<String> map = one.state().map("map", String.class);
			map.put("key", VALUE);
			ByHand byHand = new ByHand(pool);
			Supplier<List<ProcessHandle>> server = postgres::processes;
			System.out.println("PostgreSQL, microseconds for each operation");
			compare(server, "get / SELECT 1", 1.3, () -> map.get("key"), byHand::one);
			compare(server, "get / the same by hand", 1.15, () -> map.get("key"), byHand::get);
			compare(server, "put / the same by hand", 1.5, () -> map.put("key", VALUE), byHand::put);
		}
	}

	private static void growth(Redis redis, Postgres postgres) throws Exception {
		System.out.println("Growth with threads: operations/s of get and put (half each), one instance");
		try (Instance onRedis = redis.instance("threads"); Instance onPostgres = postgres.instance("threads")) {
			for (int threads : new int[] { 1, 2, 4, 8, 16, 32, 64 }) {
				System.out.printf(Locale.ROOT, "  %4d threads   Redis %9.0f   PostgreSQL %9.0f%n", threads,
						mixed(List.of(onRedis), threads, 6400), mixed(List.of(onPostgres), threads, 1600));
			}
		}
		System.out.println("Growth with instances of 8 threads each: operations/s of all");
		for (int instances : new int[] { 1, 2, 4, 8 }) {
			List<Instance> onRedis = new ArrayList<>();
			List<Instance> onPostgres = new ArrayList<>();
			for (int i = 0; i < instances; i++) {
				onRedis.add(redis.instance("i" + i));
				onPostgres.add(postgres.instance("i" + i));
			}
			System.out.printf(Locale.ROOT, "  %4d instances Redis %9.0f   PostgreSQL %9.0f%n", instances,
					mixed(onRedis, 8 * instances, 6400), mixed(onPostgres, 8 * instances, 1600));
			Stream.concat(onRedis.stream(), onPostgres.stream()).forEach(Instance::close);
		}
		System.out.println("Growth with entries of the map: microseconds for get, put, entries()");
		try (Instance onRedis = redis.instance("entries"); Instance onPostgres = postgres.instance("entries")) {
			for (int entries : new int[] { 100, 1_000, 10_000, 100_000, 1_000_000 }) {
				System.out.printf(Locale.ROOT, "  %,9d entries   Redis %s   PostgreSQL %s%n", entries,
						ofEntries(onRedis, entries, 1_000_000), ofEntries(onPostgres, entries, 100_000));
			}
		}
	}

	private static double mixed(List<Instance> instances, int threads, int operations) throws Exception {
		List<SharedMap<String>> maps = instances.stream()
			.map((instance) -> instance.state().map("mixed", String.class))
			.toList();
		double[] rates = new double[5];
		for (int round = -1; round < rates.length; round++) {
			double rate = inThreads(threads, operations / threads, (thread) -> {
				SharedMap<String> map = maps.get(thread % maps.size());
				if (System.nanoTime() % 2 == 0) {
					map.get("key-" + thread);
				}
				else {
					map.put("key-" + thread, VALUE);
				}
			});
			if (round >= 0) {
				rates[round] = rate;
			}
		}
		return median(rates);
	}

	private static String ofEntries(Instance instance, int entries, int most) throws Exception {
		if (entries > most) {
			return "-";
		}
		SharedMap<String> map = instance.state().map("entries-" + entries, String.class);
		for (int from = 0; from < entries; from += 10_000) {
			Map<String, String> part = new HashMap<>();
			for (int i = from; i < Math.min(entries, from + 10_000); i++) {
				part.put("key-" + i, VALUE);
			}
			map.putAll(part);
		}
		double get = median(() -> map.get("key-7"));
		double put = median(() -> map.put("key-7", VALUE));
		String all;
		try {
			all = "%,.0f".formatted(time(3, map::entries));
		}
		catch (RuntimeException ex) {
			all = ex.getClass().getSimpleName();
		}
		map.clear();
		return "%.0f %.0f %s".formatted(get, put, all);
	}

	private static void compare(Supplier<List<ProcessHandle>> server, String name, double most, Work ours, Work raw)
			throws Exception {
		compare(server, name, most, BATCH, ours, raw);
	}

	private static void compare(Supplier<List<ProcessHandle>> server, String name, double most, int batch, Work ours,
			Work raw) throws Exception {
		if (!name.contains(only)) {
			return;
		}
		List<Cost> first = new ArrayList<>();
		List<Cost> second = new ArrayList<>();
		for (long end = System.nanoTime() + WARM_UP.toNanos(); System.nanoTime() < end;) {
			time(batch, ours);
			time(batch, raw);
		}
		Processors.part(server.get());
		ClientTime clientTime = new ClientTime();
		try (ServerTime serverTime = new ServerTime(server.get())) {
			for (long end = System.nanoTime() + MEASURED.toNanos(); System.nanoTime() < end;) {
				first.add(cost(clientTime, serverTime, batch, ours));
				second.add(cost(clientTime, serverTime, batch, raw));
			}
		}
		Processors.join();
		double passed = ratio(first, second, Cost::micros);
		double used = ratio(first, second, Cost::cpu);
		System.out.printf(Locale.ROOT,
				"  %-34s %9.1f %9.1f   %5.2f   processors %5.1f + %5.1f and %5.1f + %5.1f   %5.2f, at most %.2f%s%n",
				name, median(first, Cost::micros), median(second, Cost::micros), passed, median(first, Cost::client),
				median(first, Cost::server), median(second, Cost::client), median(second, Cost::server), used, most,
				(used > most) ? "  ABOVE" : "");
	}

	private static Cost cost(ClientTime clientTime, ServerTime serverTime, int batch, Work work) throws Exception {
		long server = serverTime.nanos();
		long client = clientTime.nanos();
		double micros = time(batch, work);
		return new Cost(micros, (clientTime.nanos() - client) / 1000.0 / batch,
				(serverTime.nanos() - server) / 1000.0 / batch);
	}

	private static double ratio(List<Cost> first, List<Cost> second, ToDoubleFunction<Cost> part) {
		return median(IntStream.range(0, first.size())
			.mapToDouble((i) -> part.applyAsDouble(first.get(i)) / part.applyAsDouble(second.get(i)))
			.toArray());
	}

	private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
		return median(costs.stream().mapToDouble(part).toArray());
	}

	private static double median(Work work) throws Exception {
		double[] times = new double[ROUNDS];
		for (int round = -ROUNDS; round < ROUNDS; round++) {
			double time = time(LARGE_BATCH, work);
			if (round >= 0) {
				times[round] = time;
			}
		}
		return median(times);
	}

	private static double time(int batch, Work work) throws Exception {
		long start = System.nanoTime();
		for (int i = 0; i < batch; i++) {
			work.run();
		}
		return (System.nanoTime() - start) / 1000.0 / batch;
	}

	private static double inThreads(int threads, int operations, OfThread work) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<?>> results = new ArrayList<>();
			long start = System.nanoTime();
			for (int i = 0; i < threads; i++) {
				int thread = i;
				results.add(executor.submit(() -> {
					for (int j = 0; j < operations; j++) {
						work.run(thread);
					}
					return null;
				}));
			}
			for (Future<?> result : results) {
				result.get();
			}
			return threads * (double) operations / ((System.nanoTime() - start) / 1e9);
		}
		finally {
			executor.shutdown();
		}
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, String> thousand() {
		Map<String, String> entries = new LinkedHashMap<>();
		for (int i = 0; i < 1000; i++) {
			entries.put("key-" + i, VALUE);
		}
		return entries;
	}

	private interface Work {

		void run() throws Exception;

	}

	private interface OfThread {

		void run(int thread) throws Exception;

	}

	/**
	 * What an operation costs, in microseconds: the time that passed, and that of
	 * processors in this process and in those of the server.
	 */
	private record Cost(double micros, double client, double server) {

		double cpu() {
			return this.client + this.server;
		}

	}

	/**
	 * The processor time of a server, as Linux counts it for each of its threads: of
	 * those that are there at first.
	 */
	private static final class ServerTime implements AutoCloseable {

		private final List<FileChannel> threads = new ArrayList<>();

		private final ByteBuffer text = ByteBuffer.allocate(64);

		ServerTime(List<ProcessHandle> processes) {
			for (ProcessHandle process : processes) {
				try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
					for (Path thread : threads.toList()) {
						this.threads.add(FileChannel.open(thread.resolve("schedstat")));
					}
				}
				catch (IOException ex) {
					// It has ended, as what a database starts for a while does
				}
			}
		}

		long nanos() {
			return this.threads.stream().mapToLong(this::nanos).sum();
		}

		private long nanos(FileChannel thread) {
			try {
				thread.read(this.text.clear(), 0);
			}
			catch (IOException ex) {
				return 0;
			}
			String counts = StandardCharsets.US_ASCII.decode(this.text.flip()).toString();
			return Long.parseLong(counts.substring(0, counts.indexOf(' ')));
		}

		@Override
		public void close() throws IOException {
			for (FileChannel thread : this.threads) {
				thread.close();
			}
		}

	}

	/**
	 * The processor time of this process, without its compiler and collector.
	 */
	private static final class ClientTime {

		private static final ThreadMXBean BEAN = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

		private final long[] threads = BEAN.getAllThreadIds();

		long nanos() {
			return LongStream.of(BEAN.getThreadCpuTime(this.threads)).filter((nanos) -> nanos > 0).sum();
		}

	}

	/**
	 * The processor of this process and that of a server, where Linux can keep them
	 * apart. Otherwise the cost of the same command changes by half with the processors
	 * that the system wakes them on, for seconds or minutes.
	 */
	private static final class Processors {

		private static final int COUNT = Runtime.getRuntime().availableProcessors();

		private Processors() {
		}

		static void part(List<ProcessHandle> server) throws InterruptedException {
			boolean parted = COUNT > 1 && keep(ProcessHandle.current(), "0");
			for (ProcessHandle process : server) {
				parted &= keep(process, "1") || !process.isAlive();
			}
			if (!parted) {
				System.out.println("  Client and server are not kept to processors of their own");
			}
		}

		static void join() throws InterruptedException {
			keep(ProcessHandle.current(), "0-" + (COUNT - 1));
		}

		private static boolean keep(ProcessHandle process, String processors) throws InterruptedException {
			try {
				return new ProcessBuilder("taskset", "-acp", processors, "" + process.pid()).redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD)
					.start()
					.waitFor() == 0;
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

	/**
	 * One instance of an application, as far as its shared state goes.
	 */
	private record Instance(StateStore store, StateSession session, SharedState state) implements AutoCloseable {

		static Instance of(StateStore store, String name) {
			StateSession session = new StateSession(store, name);
			return new Instance(store, session, new DefaultSharedState(store,
					new JacksonStateCodec(() -> JsonMapper.builder().build()), session));
		}

		@Override
		public void close() {
			this.session.close();
			this.store.close();
		}

	}

	private record Lettuce(RedisClient client, RedisCommands<byte[], byte[]> commands) implements AutoCloseable {

		long processed() {
			return this.commands.info("stats")
				.lines()
				.filter((line) -> line.startsWith("total_commands_processed:"))
				.mapToLong((line) -> Long.parseLong(line.split(":")[1].trim()))
				.sum();
		}

		@Override
		public void close() {
			this.client.shutdown(0, 0, TimeUnit.SECONDS);
		}

	}

	/**
	 * A Redis server on a free port, which keeps nothing.
	 */
	private static final class Redis implements AutoCloseable {

		private final Path directory;

		private final Process process;

		private final RedisURI uri;

		Redis() throws Exception {
			this.directory = Files.createTempDirectory("redis");
			String name = "/redis-server-7.0.15-linux-"
					+ (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
			Path server = this.directory.resolve("redis-server");
			try (InputStream in = EngineState.class.getResourceAsStream(name)) {
				Files.copy(in, server);
			}
			Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
			int port = freePort();
			this.process = new ProcessBuilder(server.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save",
					"", "--dir", this.directory.toString())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			this.uri = RedisURI.create("127.0.0.1", port);
			awaitStart();
		}

		private void awaitStart() throws InterruptedException {
			for (int i = 0; i < 100; i++) {
				try (Lettuce lettuce = lettuce()) {
					return;
				}
				catch (RuntimeException ex) {
					TimeUnit.MILLISECONDS.sleep(100);
				}
			}
			throw new IllegalStateException("Redis did not start");
		}

		Instance instance(String name) {
			return Instance.of(
					new RedisStateStore(new RedisServers(List.of(this.uri), false, null),
							new RedisStateSettings("benchmark", LIMITS, LEASE, Duration.ofSeconds(5), 0, Duration.ofMillis(200))),
					name);
		}

		List<ProcessHandle> processes() {
			return List.of(this.process.toHandle());
		}

		Lettuce lettuce() {
			RedisClient client = RedisClient.create(this.uri);
			return new Lettuce(client, client.connect(ByteArrayCodec.INSTANCE).sync());
		}

		@Override
		public void close() throws IOException {
			this.process.destroyForcibly().onExit().join();
			try (Stream<Path> files = Files.list(this.directory)) {
				for (Path file : files.toList()) {
					Files.delete(file);
				}
			}
			Files.delete(this.directory);
		}

	}

	/**
	 * A PostgreSQL server on a free port, which confirms a commit once it is with the
	 * operating system.
	 */
	private static final class Postgres implements AutoCloseable {

		private final EmbeddedPostgres server;

		private final Path data = Path.of("benchmarks/target/postgres-data");

		Postgres() throws IOException {
			this.server = EmbeddedPostgres.builder()
				.setOverrideWorkingDirectory(new File("benchmarks/target/postgres"))
				.setDataDirectory(this.data)
				.setCleanDataDirectory(true)
				.setServerConfig("synchronous_commit", "on")
				.start();
			try (HikariDataSource pool = pool(1)) {
				new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
			}
		}

		Instance instance(String name) {
			return Instance.of(new JdbcStateStore(pool(8), JdbcDialect.POSTGRESQL, new JdbcStoreSettings("benchmark",
					"APPINFRA_", Duration.ofSeconds(30), LEASE, Duration.ofMillis(250), LIMITS)), name);
		}

		/**
		 * Return what the server has started, for connections among other things.
		 */
		List<ProcessHandle> processes() {
			try {
				long pid = Long.parseLong(Files.readAllLines(this.data.resolve("postmaster.pid")).get(0));
				return ProcessHandle.of(pid).orElseThrow().descendants().toList();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		HikariDataSource pool(int size) {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(this.server.getPort()));
			config.setUsername("postgres");
			config.setMaximumPoolSize(size);
			config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
			return new HikariDataSource(config);
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

	/**
	 * The statements of an operation, without what is around them.
	 */
	private record ByHand(HikariDataSource pool) {

		void one() throws SQLException {
			try (Connection connection = this.pool.getConnection()) {
				query(connection, "SELECT 1");
			}
		}

		void get() throws SQLException {
			try (Connection connection = this.pool.getConnection()) {
				query(connection, "SELECT VERSION, JSON_VALUE FROM APPINFRA_ENTRIES"
						+ " WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY = ?", "benchmark", "map", "key");
			}
		}

		void put() throws SQLException {
			try (Connection connection = this.pool.getConnection()) {
				connection.setAutoCommit(false);
				query(connection, "SELECT SEQ, ENTRY_COUNT FROM APPINFRA_MAPS"
						+ " WHERE NAMESPACE = ? AND MAP_NAME = ? FOR UPDATE", "benchmark", "map");
				query(connection,
						"SELECT VERSION, JSON_VALUE FROM APPINFRA_ENTRIES"
								+ " WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY = ? FOR UPDATE",
						"benchmark", "map", "key");
				update(connection, "UPDATE APPINFRA_ENTRIES SET VERSION = VERSION + 1, JSON_VALUE = ?"
						+ " WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY = ?", JSON, "benchmark", "map", "key");
				update(connection, "UPDATE APPINFRA_MAPS SET SEQ = SEQ + 1 WHERE NAMESPACE = ? AND MAP_NAME = ?",
						"benchmark", "map");
				connection.commit();
			}
		}

		private static void query(Connection connection, String sql, Object... arguments) throws SQLException {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				set(statement, arguments);
				try (ResultSet results = statement.executeQuery()) {
					results.next();
				}
			}
		}

		private static void update(Connection connection, String sql, Object... arguments) throws SQLException {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				set(statement, arguments);
				statement.executeUpdate();
			}
		}

		private static void set(PreparedStatement statement, Object... arguments) throws SQLException {
			for (int i = 0; i < arguments.length; i++) {
				statement.setObject(i + 1, arguments[i]);
			}
		}

	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
