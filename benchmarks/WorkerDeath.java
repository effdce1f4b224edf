import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures, with the packed sample application, five times: from {@code kill -9} of its
 * worker to the next tick in another process, less the backoff, beside the start time
 * of that process; and from {@code kill -9} of the web process to the death of the worker.
 */
public class WorkerDeath {

	private static final int ROUNDS = 5;

	private static final int BACKOFF_MILLIS = 200;

	private static final long POLL_NANOS = 5_000_000;

	private static final Pattern ADDRESS = Pattern.compile("Lookout is up: (http://\\S+/)");

	private static final Pattern UP = Pattern.compile("is up after (\\d+) ms");

	private static final Pattern PROBE = Pattern.compile("\"pid\":(\\d+)");

	private static final HttpClient http = HttpClient.newHttpClient();

	public static void main(String[] args) throws Exception {
		Path jar = Path.of((args.length > 0) ? args[0] : "sample-app/target/sample-app-0.1.0-SNAPSHOT.jar");
		double[] next = new double[ROUNDS];
		double[] start = new double[ROUNDS];
		double[] orphan = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			measure(jar, round, next, start, orphan);
			System.out.printf("round %d: %.0f ms, start %.0f ms; orphan %.0f ms%n", round + 1, next[round],
					start[round], orphan[round]);
		}
		double[] beyond = new double[ROUNDS];
		Arrays.setAll(beyond, (i) -> next[i] - start[i]);
		print("kill -9 of the worker to the next tick, without backoff", next);
		print("  of which start of the worker", start);
		print("  and the rest", beyond);
		print("kill -9 of the web process to the death of the worker", orphan);
	}

	private static void measure(Path jar, int round, double[] next, double[] start, double[] orphan)
			throws IOException {
		StringBuffer log = new StringBuffer();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
				jar.toString(), "--server.port=0", "--lookout.targets[0].url=http://localhost:1/",
				"--appinfra.net.workers.default.restart.initial-delay=%dms".formatted(BACKOFF_MILLIS))
			.redirectErrorStream(true)
			.start();
		try {
			read(process, log);
			await(() -> ADDRESS.matcher(log).find());
			URI targets = URI.create(find(ADDRESS, log) + "targets");
			await(() -> prober(targets) > 0);
			long first = prober(targets);
			int begun = log.length();
			long begin = System.nanoTime();
			ProcessHandle.of(first).orElseThrow().destroyForcibly();
			await(() -> prober(targets) != first && prober(targets) > 0);
			next[round] = millisSince(begin) - BACKOFF_MILLIS;
			await(() -> UP.matcher(log.substring(begun)).find());
			start[round] = Double.parseDouble(find(UP, log.substring(begun)));
			long second = prober(targets);
			begin = System.nanoTime();
			process.toHandle().destroyForcibly();
			await(() -> !isAlive(second));
			orphan[round] = millisSince(begin);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.toHandle().destroyForcibly();
		}
	}

	/**
	 * A process that nobody has asked for its exit code is dead nevertheless.
	 */
	private static boolean isAlive(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
			return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void read(Process process, StringBuffer log) {
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
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	private static long prober(URI targets) {
		try {
			String body = http.send(HttpRequest.newBuilder(targets).build(), HttpResponse.BodyHandlers.ofString())
				.body();
			Matcher matcher = PROBE.matcher(body);
			return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
		}
		catch (IOException | InterruptedException ex) {
			return -1;
		}
	}

	private static String find(Pattern pattern, CharSequence log) {
		Matcher matcher = pattern.matcher(log);
		if (!matcher.find()) {
			throw new IllegalStateException("No " + pattern + " in\n" + log);
		}
		return matcher.group(1);
	}

	private static double millisSince(long begin) {
		return (System.nanoTime() - begin) / 1e6;
	}

	private static void print(String what, double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		System.out.printf("%-56s median %5.0f ms, max %5.0f ms%n", what, sorted[ROUNDS / 2], sorted[ROUNDS - 1]);
	}

}
