package io.appinfra.net.operations;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A page in a real browser, which a test steers over its DevTools protocol.
 */
final class Chromium implements Closeable, WebSocket.Listener {

	private static final JsonMapper json = new JsonMapper();

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/**
	 * Errors, violations of the policy, and dialogs.
	 */
	final List<String> complaints = new CopyOnWriteArrayList<>();

	private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

	private final AtomicInteger ids = new AtomicInteger();

	private final StringBuilder received = new StringBuilder();

	private final Path profile;

	private final Process process;

	private final WebSocket socket;

	private Chromium(Path program) throws IOException, InterruptedException {
		this.profile = Files.createTempDirectory("chromium");
		List<String> command = new ArrayList<>(List.of(program.toString(), "--headless=new", "--disable-gpu",
				"--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
				"--user-data-dir=" + this.profile, "about:blank"));
		if ("root".equals(System.getProperty("user.name"))) {
			command.add(1, "--no-sandbox");
		}
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		HttpClient client = HttpClient.newHttpClient();
		this.socket = client.newWebSocketBuilder().buildAsync(page(client), this).join();
		Stream.of("Page.enable", "Runtime.enable", "Log.enable").forEach((method) -> call(method, Map.of()));
	}

	static Optional<Path> program() {
		return Stream.of("chromium", "chromium-browser", "google-chrome")
			.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
				.map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static Chromium start(Path program) throws IOException, InterruptedException {
		return new Chromium(program);
	}

	private URI page(HttpClient client) throws IOException, InterruptedException {
		Path port = this.profile.resolve("DevToolsActivePort");
		await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
		URI list = URI.create("http://127.0.0.1:%s/json".formatted(Files.readAllLines(port).get(0)));
		JsonNode targets = json
			.readTree(client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body());
		for (JsonNode target : targets) {
			if (target.at("/type").asString().equals("page")) {
				return URI.create(target.at("/webSocketDebuggerUrl").asString());
			}
		}
		throw new IllegalStateException("The browser has no page: " + targets);
	}

	void open(String address) {
		call("Page.navigate", Map.of("url", address));
	}

	/**
	 * Return the value of a script as text.
	 */
	String evaluate(String script) {
		JsonNode answer = call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
		return answer.at("/result/value").asString("");
	}

	void awaitTrue(String script) {
		await().atMost(PATIENCE).until(() -> evaluate("String(%s)".formatted(script)).equals("true"));
	}

	void press(String key, int code, String text) {
		Map<String, Object> event = Map.of("key", key, "code", key, "windowsVirtualKeyCode", code, "text", text);
		Stream.of("keyDown", "keyUp").forEach((type) -> {
			Map<String, Object> typed = new HashMap<>(event);
			typed.put("type", type);
			call("Input.dispatchKeyEvent", typed);
		});
	}

	private JsonNode call(String method, Map<String, Object> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		this.socket.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
			.join();
		return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.received.append(data);
		if (last) {
			receive(json.readTree(this.received.toString()));
			this.received.setLength(0);
		}
		socket.request(1);
		return null;
	}

	private void receive(JsonNode message) {
		CompletableFuture<JsonNode> answer = this.answers.remove(message.at("/id").asInt(0));
		if (answer != null) {
			answer.complete(message.at("/result"));
		}
		String method = message.at("/method").asString("");
		if (method.matches("Runtime.exceptionThrown|Page.javascriptDialogOpening|Log.entryAdded")
				|| (method.equals("Runtime.consoleAPICalled")
						&& message.at("/params/type").asString().equals("error"))) {
			this.complaints.add(message.toString());
		}
	}

	@Override
	public void close() {
		this.socket.abort();
		List<ProcessHandle> children = this.process.descendants().toList();
		this.process.destroyForcibly().onExit().join();
		children.forEach(ProcessHandle::destroyForcibly);
		await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
		await().atMost(PATIENCE).ignoreExceptions().until(() -> {
			FileSystemUtils.deleteRecursively(this.profile);
			return Files.notExists(this.profile);
		});
	}

}
