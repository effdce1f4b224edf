package io.appinfra.net.clustered;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import io.appinfra.net.fixture.TestJava;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance as a process of its own.
 */
final class ClusteredProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private final HttpClient client = HttpClient.newHttpClient();

	private final List<String> output = new CopyOnWriteArrayList<>();

	private final String name;

	private final Process process;

	private final Thread reader = new Thread(this::read, "clustered-output");

	private ClusteredProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		this.reader.setDaemon(true);
		this.reader.start();
	}

	static ClusteredProcess start(String name, String... args) throws IOException {
		return start(name, Map.of(), args);
	}

	static ClusteredProcess start(String name, Map<String, String> environment, String... args) throws IOException {
		List<String> command = TestJava.command();
		command.addAll(List.of("-XX:+UseSerialGC", "-Xmx160m", ClusteredApplication.class.getName(), "--server.port=0",
				"--appinfra.net.cluster.instance=" + name));
		command.addAll(List.of(args));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		return new ClusteredProcess(name, builder.start());
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader()) {
			lines.lines().forEach(this.output::add);
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
	}

	String name() {
		return this.name;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return the processes of its workers.
	 * @return their ids
	 */
	List<Long> workers() {
		return this.process.toHandle().children().map(ProcessHandle::pid).toList();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	String get(String path) {
		return this.client.sendAsync(request(path).GET().build(), BodyHandlers.ofString()).join().body();
	}

	int post(String path, String body) throws IOException, InterruptedException {
		return this.client
			.send(request(path).header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString(body))
				.build(), BodyHandlers.ofString())
			.statusCode();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path)).timeout(Duration.ofSeconds(30));
	}

	/**
	 * Wait until the instance has started. One that does not says with its stacks what it
	 * waits for.
	 */
	void awaitStart() {
		try {
			Awaitility.await().atMost(Duration.ofSeconds(180)).until(() -> hasStarted() || !isAlive());
		}
		catch (ConditionTimeoutException ex) {
			printStacks();
		}
		assertThat(hasStarted()).as(this::output).isTrue();
	}

	private void printStacks() {
		try {
			signal("QUIT");
			Awaitility.await().until(() -> output().contains("JNI global refs"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean hasStarted() {
		return this.output.stream().anyMatch(PORT.asPredicate());
	}

	String output() {
		return String.join("\n", this.output);
	}

	private int port() {
		awaitStart();
		Matcher matcher = PORT.matcher(String.join("\n", this.output));
		assertThat(matcher.find()).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		awaitEnd();
	}

	int terminate() throws InterruptedException {
		this.process.toHandle().destroy();
		awaitEnd();
		return this.process.exitValue();
	}

	private void awaitEnd() throws InterruptedException {
		assertThat(this.process.waitFor(60, TimeUnit.SECONDS)).as(String.join("\n", this.output)).isTrue();
		this.reader.join();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
