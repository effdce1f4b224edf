package io.appinfra.net.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Outbox}.
 */
@Timeout(30)
class OutboxTests {

	private static final String THREAD = "outbox-under-test";

	private static final Duration PATIENT = Duration.ofSeconds(20);

	private Connection here;

	private Connection there;

	private Outbox outbox;

	@BeforeEach
	void connect() throws IOException {
		Path directory = Files.createTempDirectory("out");
		Path path = directory.resolve("s");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
			this.here = new Connection(SocketChannel.open(UnixDomainSocketAddress.of(path)), Connection.MAX_FRAME);
			this.there = new Connection(server.accept(), Connection.MAX_FRAME);
		}
		finally {
			Files.deleteIfExists(path);
			Files.delete(directory);
		}
		this.outbox = Outbox.open(this.here, THREAD);
	}

	@AfterEach
	void close() {
		this.outbox.close();
		this.there.close();
	}

	@Test
	void postSendsInOrder() throws IOException {
		for (int i = 0; i < 500; i++) {
			this.outbox.post(frame(i, 10));
		}
		for (int i = 0; i < 500; i++) {
			assertThat(this.there.receive().id()).isEqualTo(i);
		}
	}

	@Test
	void postWhenNobodyReadsClosesConnectionInsteadOfWaiting() {
		for (int i = 0; i < 3000; i++) {
			this.outbox.post(frame(i, 10_000));
		}
		assertThat(this.here.isOpen()).isFalse();
	}

	@Test
	void postWhenPossibleWaitsForRoom() throws Exception {
		CompletableFuture<Void> posted = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 3000; i++) {
				int id = i;
				this.outbox.postWhenPossible(() -> (id % 2 == 0) ? frame(id, 10_000) : null);
			}
		});
		for (int i = 0; i < 3000; i += 2) {
			assertThat(this.there.receive().id()).isEqualTo(i);
		}
		posted.get();
		assertThat(this.here.isOpen()).isTrue();
	}

	@Test
	void postWhenPossibleKeepsTheInterrupt() throws Exception {
		Thread.currentThread().interrupt();
		this.outbox.postWhenPossible(() -> frame(1, 1));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.there.receive().id()).isEqualTo(1);
	}

	@Test
	void postWhenPossibleReturnsWhenConnectionIsClosed() throws Exception {
		CompletableFuture<Void> posted = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 3000; i++) {
				this.outbox.postWhenPossible(() -> frame(0, 10_000));
			}
		});
		await().during(Duration.ofMillis(50)).until(() -> !posted.isDone());
		this.here.close();
		posted.get();
	}

	@Test
	void flushWaitsUntilAllIsSent() throws Exception {
		CompletableFuture<Integer> received = CompletableFuture.supplyAsync(() -> {
			try {
				int count = 0;
				while (this.there.receive() != null) {
					count++;
				}
				return count;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		for (int i = 0; i < 500; i++) {
			this.outbox.post(frame(i, 10_000));
		}
		this.outbox.flush(PATIENT);
		this.here.close();
		assertThat(received.get()).isEqualTo(500);
	}

	@Test
	void flushWhenNobodyReadsGivesUp() {
		for (int i = 0; i < 500; i++) {
			this.outbox.post(frame(i, 10_000));
		}
		this.outbox.flush(Duration.ofMillis(10));
		assertThat(this.here.isOpen()).isTrue();
	}

	@Test
	void frameThatCannotBeSentClosesConnection() {
		this.outbox.post(frame(1, Connection.MAX_FRAME));
		await().atMost(PATIENT).until(() -> !this.here.isOpen());
	}

	@Test
	void threadEndsWithConnectionAlsoWhenNothingIsPosted() {
		assertThat(threadIsAlive()).isTrue();
		this.here.close();
		await().atMost(PATIENT).until(() -> !threadIsAlive());
	}

	@Test
	void closeWhenNothingIsPostedEndsThread() {
		assertThat(threadIsAlive()).isTrue();
		this.outbox.close();
		assertThat(threadIsAlive()).isFalse();
		assertThat(this.here.isOpen()).isFalse();
	}

	@Test
	void closeWhenNobodyReadsEndsThread() {
		for (int i = 0; i < 500; i++) {
			this.outbox.post(frame(i, 10_000));
		}
		this.outbox.close();
		assertThat(threadIsAlive()).isFalse();
	}

	private static boolean threadIsAlive() {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((thread) -> thread.getName().equals(THREAD));
	}

	private static Frame frame(long id, int length) {
		return new Frame(FrameType.LOG, id, new byte[length]);
	}

}
