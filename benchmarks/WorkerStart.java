import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the packed sample application, plain, with a class data archive and with a
 * standby: the start of its worker beside its own, from {@code kill -9} of the worker to
 * the next tick in another process, from {@code kill -9} of the web process to the death of
 * the worker, and resident memory. Prints medians, for the times of death the worst as well.
 */
public class WorkerStart {

	private static final int ROUNDS = 5;

	private static final int BACKOFF_MILLIS = 200;

	/**
	 * Seldom enough not to take the processor from a start.
	 */
	private static final long POLL_NANOS = 20_000_000;

	private static final long POLL_FAST_NANOS = 3_000_000;

	private static final Pattern ADDRESS = Pattern.compile("Lookout is up: (http://\\S+/)");

	private static final Pattern STARTED = Pattern
		.compile("Started \\S+ in [\\d.]+ seconds \\(process running for ([\\d.]+)\\)");

	private static final Pattern UP = Pattern.compile("is up after (\\d+) ms");

	private static final Pattern PROBE = Pattern.compile("\"pid\":(\\d+)");

	private static final Pattern TICK = Pattern.compile("\"prober\":.*?\"startedAt\":\"([^\"]+)\"");

	private static final String WORKER = "--appinfra.net.workers.default.";

	private static final HttpClient http = HttpClient.newHttpClient();

	private final List<String> command;

	private final int backoff;

	private final double[][] figures = new double[8][ROUNDS];

	private StringBuffer log = new StringBuffer();

	private WorkerStart(Path jar, int backoff, String... args) {
		this.backoff = backoff;
		this.command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", jar.toString(), "--server.port=0", "--lookout.targets[0].url=http://localhost:1/",
				WORKER + "restart.initial-delay=%dms".formatted(BACKOFF_MILLIS), WORKER + "restart.jitter=0"));
		this.command.addAll(List.of(args));
	}

	public static void main(String[] args) throws Exception {
		Path jar = Path.of((args.length > 0) ? args[0] : "sample-app/target/sample-app-0.1.0-SNAPSHOT.jar");
		Path cache = Files.createTempDirectory("class-cache");
		try {
			WorkerStart plain = new WorkerStart(jar, BACKOFF_MILLIS);
			WorkerStart cached = new WorkerStart(jar, BACKOFF_MILLIS, WORKER + "class-cache=" + cache);
			WorkerStart standby = new WorkerStart(jar, 0, WORKER + "standby=true");
			cached.write(cache);
			for (int round = 0; round < ROUNDS; round++) {
				plain.measure(round, 1);
				cached.measure(round, 1);
				standby.measure(round, 2);
			}
			System.out.printf("Java %s, %d rounds%n%n%58s%9s%9s%9s%n", Runtime.version(), ROUNDS, "", "plain",
					"cached", "standby");
			List<String> names = List.of("start of the web process, ms", "spawn of the worker to its start, ms",
					"  of the start of the web process", "start to the first tick seen, ms",
					"kill -9 of the worker to its next tick, less backoff, ms",
					"kill -9 of the web process to no worker, ms", "resident memory of the web process, MiB",
					"resident memory of the worker, MiB");
			for (int i = 0; i < names.size(); i++) {
				String format = (i == 2) ? "%9.2f" : "%9.0f";
				System.out.printf("%-58s" + format + format + format + "%n", names.get(i), median(plain.figures[i]),
						median(cached.figures[i]), median(standby.figures[i]));
				if (i == 4 || i == 5) {
					System.out.printf("%-58s%9.0f%9.0f%9.0f%n", "  the worst", worst(plain.figures[i]),
							worst(cached.figures[i]), worst(standby.figures[i]));
				}
			}
		}
		finally {
			try (Stream<Path> files = Files.list(cache)) {
				files.forEach((file) -> file.toFile().delete());
			}
			Files.delete(cache);
		}
	}

	/**
	 * Run the application until it has written the archive of its worker.
	 */
	private void write(Path cache) throws IOException {
		Process process = start();
		try {
			await(POLL_NANOS, () -> contains(cache, ".jsa"));
		}
		finally {
			kill(process);
		}
	}

	private static boolean contains(Path directory, String ending) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.anyMatch((file) -> file.toString().endsWith(ending));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void measure(int round, int processes) throws IOException {
		long begin = System.nanoTime();
		Process process = start();
		try {
			await(POLL_NANOS, () -> ADDRESS.matcher(this.log).find());
			URI targets = URI.create(find(ADDRESS) + "targets");
			await(POLL_NANOS, () -> prober(targets) > 0);
			double firstTick = millisSince(begin);
			long worker = prober(targets);
			await(POLL_NANOS, () -> processes == 1 || this.log.indexOf("stands by") > 0);
			double webStart = 1000 * Double.parseDouble(find(STARTED));
			double workerStart = Double.parseDouble(find(UP));
			double webMemory = residentMebibytes(process.pid());
			double workerMemory = residentMebibytes(worker);
			Instant killed = Instant.now();
			ProcessHandle.of(worker).orElseThrow().destroyForcibly();
			URI tickers = URI.create(find(ADDRESS) + "actuator/tickers");
			await(POLL_NANOS, () -> lastTick(tickers).isAfter(killed));
			double nextTick = Duration.between(killed, lastTick(tickers)).toNanos() / 1e6 - this.backoff;
			List<ProcessHandle> workers = process.descendants().toList();
			begin = System.nanoTime();
			process.toHandle().destroyForcibly();
			await(POLL_FAST_NANOS, () -> workers.stream().noneMatch(WorkerStart::isAlive));
			double orphan = millisSince(begin);
			double[] measured = { webStart, workerStart, workerStart / webStart, firstTick, nextTick, orphan, webMemory,
					workerMemory };
			for (int i = 0; i < measured.length; i++) {
				this.figures[i][round] = measured[i];
			}
		}
		finally {
			kill(process);
		}
	}

	private Process start() throws IOException {
		StringBuffer log = new StringBuffer();
		this.log = log;
		Process process = new ProcessBuilder(this.command).redirectErrorStream(true).start();
		Thread reader = new Thread(() -> {
			try (BufferedReader lines = process.inputReader()) {
				lines.lines().forEach((line) -> log.append(line).append('\n'));
			}
			catch (IOException ex) {
				log.append(ex);
			}
		});
		reader.setDaemon(true);
		reader.start();
		return process;
	}

	private static void kill(Process process) {
		List<ProcessHandle> workers = process.descendants().toList();
		process.toHandle().destroyForcibly();
		await(POLL_NANOS, () -> !process.isAlive() && workers.stream().noneMatch(WorkerStart::isAlive));
	}

	/**
	 * A process that nobody has asked for its exit code is dead nevertheless.
	 */
	private static boolean isAlive(ProcessHandle process) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
			return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void await(long pollNanos, BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(pollNanos);
		}
	}

	private static long prober(URI targets) {
		Matcher matcher = PROBE.matcher(get(targets));
		return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
	}

	/**
	 * Return when the last tick that has ended began.
	 */
	private static Instant lastTick(URI tickers) {
		Matcher matcher = TICK.matcher(get(tickers));
		return matcher.find() ? Instant.parse(matcher.group(1)) : Instant.MIN;
	}

	private static String get(URI address) {
		try {
			return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (IOException | InterruptedException ex) {
			return "";
		}
	}

	private String find(Pattern pattern) {
		Matcher matcher = pattern.matcher(this.log);
		if (!matcher.find()) {
			throw new IllegalStateException("No " + pattern + " in\n" + this.log);
		}
		return matcher.group(1);
	}

	private static double residentMebibytes(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElse(Double.NaN);
	}

	private static double millisSince(long begin) {
		return (System.nanoTime() - begin) / 1e6;
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static double worst(double[] values) {
		return Arrays.stream(values).max().orElseThrow();
	}

}
