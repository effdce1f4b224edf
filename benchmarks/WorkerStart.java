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
 * Measures the packed sample application, five times, and prints medians: from
 * {@code java -jar} to the first tick that is seen through HTTP, the resident memory of
 * both processes, and from {@code kill -9} of the worker to the next tick.
 */
public class WorkerStart {

	private static final int ROUNDS = 5;

	/**
	 * Seldom enough not to take the processor from what is measured.
	 */
	private static final long POLL_NANOS = 20_000_000;

	private static final Pattern ADDRESS = Pattern.compile("Lookout is up: (http://\\S+/)");

	private static final Pattern STARTED = Pattern.compile("Started \\S+ in [\\d.]+ seconds \\(process running for ([\\d.]+)\\)");

	private static final Pattern UP = Pattern.compile("is up after (\\d+) ms");

	private static final Pattern PROBE = Pattern.compile("\"pid\":(\\d+)");

	private static final HttpClient http = HttpClient.newHttpClient();

	public static void main(String[] args) throws Exception {
		Path jar = Path.of((args.length > 0) ? args[0] : "sample-app/target/sample-app-0.1.0-SNAPSHOT.jar");
		double[][] figures = new double[6][ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			double[] measured = measure(jar);
			for (int i = 0; i < measured.length; i++) {
				figures[i][round] = measured[i];
			}
		}
		System.out.printf("java -jar to the first tick seen:    %6.0f ms%n", median(figures[0]));
		System.out.printf("  of which start of the web process: %6.0f ms%n", median(figures[1]));
		System.out.printf("  spawn of the worker to ready:      %6.0f ms%n", median(figures[2]));
		System.out.printf("kill -9 of the worker to next tick:  %6.0f ms%n", median(figures[3]));
		System.out.printf("resident memory, web process:        %6.0f MiB%n", median(figures[4]));
		System.out.printf("resident memory, worker:             %6.0f MiB%n", median(figures[5]));
	}

	private static double[] measure(Path jar) throws IOException, InterruptedException {
		StringBuffer log = new StringBuffer();
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
				jar.toString(), "--server.port=0", "--lookout.targets[0].url=http://localhost:1/")
			.redirectErrorStream(true)
			.start();
		try {
			read(process, log);
			await(() -> ADDRESS.matcher(log).find());
			URI targets = URI.create(find(ADDRESS, log) + "targets");
			await(() -> prober(targets) > 0);
			double firstTick = millisSince(begin);
			long worker = prober(targets);
			double workerMemory = residentMebibytes(worker);
			double webMemory = residentMebibytes(process.pid());
			double workerStart = Double.parseDouble(find(UP, log));
			begin = System.nanoTime();
			ProcessHandle.of(worker).orElseThrow().destroyForcibly();
			await(() -> prober(targets) != worker);
			double afterKill = millisSince(begin);
			double webStart = 1000 * Double.parseDouble(find(STARTED, log));
			return new double[] { firstTick, webStart, workerStart, afterKill, webMemory, workerMemory };
		}
		finally {
			process.toHandle().destroy();
			process.waitFor();
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

}
