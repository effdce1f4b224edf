package io.appinfra.net.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.appinfra.net.fixture.TestJava;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web process in whose environment there is a mark that what it starts inherits, from
 * the fork on. Finds what is alive of it by looking at all processes.
 */
final class MarkedProcess implements AutoCloseable {

	private final String mark = "FAULTS_MARK=" + UUID.randomUUID();

	private final Process web;

	private final BufferedReader output;

	MarkedProcess(Path temporary, String... arguments) throws IOException {
		List<String> command = TestJava.command();
		command.addAll(List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary, SmallApplication.class.getName(),
				"--appinfra.net.workers.default.jvm-args=-XX:-UsePerfData"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		String[] mark = this.mark.split("=");
		builder.environment().put(mark[0], mark[1]);
		this.web = builder.start();
		this.output = this.web.inputReader();
	}

	void awaitOutput(String text) throws IOException {
		StringBuilder all = new StringBuilder();
		String line = "";
		while (!line.contains(text)) {
			line = this.output.readLine();
			assertThat(line).as(all.toString()).isNotNull();
			all.append(line).append('\n');
		}
	}

	void kill() throws InterruptedException {
		this.web.destroyForcibly().waitFor();
	}

	int stop() throws IOException, InterruptedException {
		this.web.toHandle().destroy();
		this.output.transferTo(Writer.nullWriter());
		return this.web.waitFor();
	}

	List<Long> workers() throws IOException {
		try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
			return processes.filter((process) -> process.getFileName().toString().matches("\\d+"))
				.filter(this::isMarked)
				.map((process) -> Long.valueOf(process.getFileName().toString()))
				.filter((pid) -> pid != this.web.pid())
				.toList();
		}
	}

	private boolean isMarked(Path process) {
		try {
			return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1).contains(this.mark);
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		this.web.destroyForcibly();
		workers().forEach((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
	}

}
