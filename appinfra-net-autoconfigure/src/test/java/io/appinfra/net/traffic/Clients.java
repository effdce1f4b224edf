package io.appinfra.net.traffic;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Clients that send one request after the other, on connections that they keep, until
 * they cannot connect any more. What they send is never repeated by {@link HttpClient}.
 */
final class Clients {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	private final Set<String> answered = ConcurrentHashMap.newKeySet();

	private final Set<String> brokenOff = ConcurrentHashMap.newKeySet();

	private final List<CompletableFuture<Void>> ends = new ArrayList<>();

	Clients(int port) {
		this.port = port;
	}

	void start(int count, String kind) {
		for (int i = 0; i < count; i++) {
			String name = kind + i;
			CompletableFuture<Void> end = new CompletableFuture<>();
			Thread thread = new Thread(() -> run(kind, name, end), name);
			thread.setDaemon(true);
			thread.start();
			this.ends.add(end);
		}
	}

	private void run(String kind, String name, CompletableFuture<Void> end) {
		try {
			for (int number = 0; send(kind, name + "-" + number); number++) {
				Thread.onSpinWait();
			}
			end.complete(null);
		}
		catch (Throwable ex) {
			end.completeExceptionally(ex);
		}
	}

	private boolean send(String kind, String id) throws InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/pending/%s/%s".formatted(this.port, kind, id)))
			.timeout(Duration.ofSeconds(60))
			.POST(BodyPublishers.noBody())
			.build();
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			if (response.statusCode() == 200 && response.body().endsWith("x" + id)) {
				this.answered.add(id);
			}
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			this.brokenOff.add(id);
			return true;
		}
	}

	/**
	 * Wait until no client can connect any more.
	 */
	void awaitEnd() throws Exception {
		CompletableFuture.allOf(this.ends.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
	}

	/**
	 * Return the requests that have a whole answer.
	 * @return their identifiers
	 */
	Set<String> answered() {
		return this.answered;
	}

	/**
	 * Return the requests whose connection ended before the end of an answer.
	 * @return their identifiers
	 */
	Set<String> brokenOff() {
		return this.brokenOff;
	}

}
