package io.appinfra.net.tracing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.fixture.JavaRun;
import io.appinfra.net.mirror.MirrorRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans of ticks in both kinds of process, as a collector takes them.
 */
@Tag("full")
class TickTracingIT {

	@Test
	void ticksWhenTriggeredByRequestsAreTracesOfTheirOwnWithLinks() throws Exception {
		try (Collector collector = new Collector()) {
			String output = run(collector.endpoint());
			assertThat(output).contains("response: SUCCESS", "response: FAILURE");
			ExportedSpan local = find(collector.spans(), "tick local");
			assertTick(local, Map.of("ticker", "local", "run.in", "in-process", "outcome", "success", "number", "1"));
			assertLinkedToRequest(local, TracedApplication.LOCAL_PARENT, collector.spans());
			assertLogged(output, "ticks locally", local);
			ExportedSpan remote = find(collector.spans(), "tick remote");
			assertTick(remote, Map.of("ticker", "remote", "run.in", "worker", "outcome", "failure", "number", "1"));
			assertLinkedToRequest(remote, TracedApplication.REMOTE_PARENT, collector.spans());
			assertLogged(output, "ticks remotely beside registries [WorkerMeterRegistry]", remote);
			assertLogged(output, "Tick 1 of ticker 'remote' failed", remote);
		}
	}

	private static void assertTick(ExportedSpan tick, Map<String, String> attributes) {
		assertThat(tick.parentId()).isEmpty();
		assertThat(tick.attributes()).containsAllEntriesOf(attributes);
	}

	private static void assertLinkedToRequest(ExportedSpan tick, String parent, List<ExportedSpan> spans) {
		String traceId = parent.split("-")[1];
		ExportedSpan request = spans.stream()
			.filter((span) -> span.traceId().equals(traceId) && span.name().contains("/trigger/{ticker}"))
			.findFirst()
			.orElseThrow();
		assertThat(tick.traceId()).isNotEqualTo(traceId);
		assertThat(tick.links()).containsExactly(new ExportedSpan.Link(traceId, request.spanId()));
	}

	private static void assertLogged(String output, String message, ExportedSpan span) {
		assertThat(output.lines().filter((line) -> line.contains(message))).singleElement()
			.asString()
			.contains(span.traceId() + "-" + span.spanId());
	}

	private static ExportedSpan find(List<ExportedSpan> spans, String name) {
		assertThat(spans).filteredOn((span) -> span.name().equals(name)).hasSize(1);
		return spans.stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
	}

	private static String run(String endpoint) throws IOException, InterruptedException {
		List<String> classPath = new ArrayList<>(MirrorRun.classPath());
		try (Stream<Path> jars = Files.list(Path.of("target/jars/tracing"))) {
			jars.forEach((jar) -> classPath.add(jar.toAbsolutePath().toString()));
		}
		return JavaRun.run(JavaRun.javaHome(), String.join(File.pathSeparator, classPath), TracedApplication.class,
				"--server.port=0", "--spring.datasource.generate-unique-name=true",
				"--management.tracing.sampling.probability=1",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint);
	}

}
