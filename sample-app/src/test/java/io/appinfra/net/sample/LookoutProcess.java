package io.appinfra.net.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed application, started as users start it.
 */
final class LookoutProcess implements AutoCloseable {

	private static final Pattern ADDRESS = Pattern.compile("Lookout is up: (http://\\S+/)");

	private static final JsonMapper json = new JsonMapper();

	private final List<String> output = new CopyOnWriteArrayList<>();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final Thread reader = new Thread(this::read, "lookout-output");

	private LookoutProcess(Process process) {
		this.process = process;
		this.reader.setDaemon(true);
		this.reader.start();
	}

	static LookoutProcess start(Path jar, String... args) throws IOException {
		return start(Path.of(System.getProperty("java.home")), jar, args);
	}

	static LookoutProcess start(Path javaHome, Path jar, String... args) throws IOException {
		return start(javaHome, List.of(), jar, args);
	}

	static LookoutProcess startAheadOfTime(Path jar) throws IOException {
		return start(Path.of(System.getProperty("java.home")), List.of("-Dspring.aot.enabled=true"), jar);
	}

	private static LookoutProcess start(Path javaHome, List<String> flags, Path jar, String... args)
			throws IOException {
		List<String> command = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
		command.addAll(flags);
		command.addAll(List.of("-jar", jar.toString(), "--server.port=0"));
		command.addAll(List.of(args));
		return new LookoutProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	static void extract(Path jar, Path directory) throws IOException, InterruptedException {
		Process extract = new ProcessBuilder(java(), "-Djarmode=tools", "-jar", jar.toString(), "extract",
				"--destination", directory.toString())
			.inheritIO()
			.start();
		assertThat(extract.waitFor()).isZero();
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			reader.lines().forEach(this.output::add);
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
	}

	List<String> output() {
		return this.output;
	}

	long pid() {
		return this.process.pid();
	}

	JsonNode get(String path) {
		return json.readTree(send("GET", path, "").body());
	}

	HttpResponse<String> send(String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path.substring(1)))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Open a stream.
	 * @param path its path
	 * @return its lines, as they come; fails if the stream is broken off
	 */
	Iterator<String> lines(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path.substring(1))).build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofLines()).body().iterator();
	}

	private String address() {
		await(() -> this.output.stream().anyMatch(ADDRESS.asPredicate()));
		Matcher matcher = ADDRESS.matcher(this.output.stream().filter(ADDRESS.asPredicate()).findFirst().orElseThrow());
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	/**
	 * Wait for a probe from another process than the given one.
	 * @param pid the process that the probe must not come from
	 * @return the process that the probe came from
	 */
	long awaitProbeOtherThan(long pid) {
		AtomicLong prober = new AtomicLong();
		await(() -> {
			prober.set(get("/targets").at("/0/last/pid").asLong());
			return prober.get() > 0 && prober.get() != pid;
		});
		return prober.get();
	}

	void await(Callable<Boolean> condition) {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(180))
				.failFast("The application has ended", () -> !this.process.isAlive())
				.until(condition);
		}
		catch (ConditionTimeoutException | TerminalFailureException ex) {
			throw new AssertionError("The output was:\n" + String.join("\n", this.output), ex);
		}
	}

	/**
	 * Stop the application with SIGTERM, and read its output to the end.
	 * @return its exit code
	 */
	int stop() throws InterruptedException {
		this.process.toHandle().destroy();
		assertThat(this.process.waitFor(180, TimeUnit.SECONDS)).isTrue();
		this.reader.join();
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

}
