package io.appinfra.net.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

import io.appinfra.net.fixture.TestJava;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as a process of its own.
 */
final class TrafficProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private static final String BEGAN = "began ";

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	private final Process process;

	private final Thread reader = new Thread(this::read, "traffic-output");

	private TrafficProcess(Process process) {
		this.process = process;
		this.reader.setDaemon(true);
		this.reader.start();
	}

	static TrafficProcess start(String... args) throws IOException {
		return startAt(0, args);
	}

	static TrafficProcess startAt(int port, String... args) throws IOException {
		List<String> command = TestJava.command();
		command.addAll(List.of(TrafficApplication.class.getName(), "--server.port=" + port,
				"--spring.datasource.generate-unique-name=true"));
		command.addAll(List.of(args));
		return new TrafficProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader()) {
			lines.lines().forEach(this.output::add);
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
	}

	int port() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(180))
			.until(() -> this.output.stream().anyMatch(PORT.asPredicate()));
		Matcher matcher = PORT.matcher(String.join("\n", this.output));
		assertThat(matcher.find()).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	void terminate() {
		this.process.toHandle().destroy();
	}

	/**
	 * Wait until the process has ended and its output is read.
	 * @return its exit code
	 */
	int awaitExit() throws InterruptedException {
		assertThat(this.process.waitFor(180, TimeUnit.SECONDS)).as(String.join("\n", this.output)).isTrue();
		this.reader.join();
		return this.process.exitValue();
	}

	Collection<String> output() {
		return this.output;
	}

	Set<String> begun() {
		return this.output.stream()
			.filter((line) -> line.startsWith(BEGAN))
			.map((line) -> line.substring(BEGAN.length()))
			.collect(Collectors.toSet());
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
