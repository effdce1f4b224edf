package io.appinfra.net.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script that runs three instances behind nginx.
 */
@Tag("full")
class ThreeInstancesIT {

	private static final Path SCRIPT = Path.of("three-instances.sh");

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path directory;

	@Test
	void scriptWhenInstanceThatProbesIsKilledGoesOnAndLeavesNothing() throws Exception {
		Stream.of("nginx", "redis-server").forEach(ThreeInstancesIT::assumeIsThere);
		int port = freePorts();
		Process script = new ProcessBuilder("bash", SCRIPT.toString(), "" + port).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile())
			.start();
		List<ProcessHandle> processes = List.of();
		try {
			await(script, () -> output().contains("Lookout is up"));
			Map.Entry<String, JsonNode> first = awaitProberOtherThan("none", script, port);
			processes = script.descendants().toList();
			ProcessHandle.of(first.getValue().at("/pid").asLong()).orElseThrow().destroyForcibly();
			awaitProberOtherThan(first.getKey(), script, port);
			await(script, () -> get(port, "/targets").at("/0/last/up").asBoolean());
			await(script,
					() -> get(port, "/actuator/cluster").at("/instances/" + first.getKey() + "/state")
						.asString()
						.equals("LOST"));
			script.toHandle().destroy();
			assertThat(script.waitFor(120, TimeUnit.SECONDS)).as(output()).isTrue();
			assertThat(processes).noneMatch(ProcessHandle::isAlive);
		}
		finally {
			script.descendants().forEach(ProcessHandle::destroyForcibly);
			processes.forEach(ProcessHandle::destroyForcibly);
			script.destroyForcibly();
		}
	}

	private static void assumeIsThere(String program) {
		Assumptions.assumeTrue(
				Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
					.anyMatch((entry) -> Files.isExecutable(Path.of(entry, program))),
				() -> "There is no %s".formatted(program));
	}

	/**
	 * Return a port that is free, as are the four after it, and that the operating system
	 * gives to nobody who asks for any.
	 */
	private static int freePorts() {
		return ThreadLocalRandom.current()
			.ints(12_000, 30_000)
			.filter((port) -> IntStream.rangeClosed(port, port + 4).allMatch(ThreeInstancesIT::isFree))
			.findFirst()
			.orElseThrow();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Map.Entry<String, JsonNode> awaitProberOtherThan(String name, Process script, int port) {
		AtomicReference<Map.Entry<String, JsonNode>> prober = new AtomicReference<>();
		await(script, () -> {
			prober(port).filter((instance) -> !instance.getKey().equals(name)).ifPresent(prober::set);
			return prober.get() != null;
		});
		return prober.get();
	}

	private Optional<Map.Entry<String, JsonNode>> prober(int port) {
		return get(port, "/actuator/cluster").at("/instances")
			.propertyStream()
			.filter((instance) -> instance.getValue().at("/state").asString().equals("UP"))
			.filter((instance) -> instance.getValue().at("/tickers/0").asString().equals("prober"))
			.findFirst();
	}

	private JsonNode get(int port, String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.timeout(Duration.ofSeconds(60))
			.build();
		try {
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			return json.readTree(response.body());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String output() throws IOException {
		return Files.readString(this.directory.resolve("output"));
	}

	private void await(Process script, Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(240))
			.pollInterval(Duration.ofMillis(200))
			.failFast("The script has ended", () -> !script.isAlive())
			.until(condition);
	}

}
