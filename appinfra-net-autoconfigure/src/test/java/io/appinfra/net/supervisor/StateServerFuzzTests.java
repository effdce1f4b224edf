package io.appinfra.net.supervisor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.StateOperation;
import io.appinfra.net.state.LocalStateStore;
import io.appinfra.net.state.StateSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any body as an operation on the shared state: each has one answer, and the state stays
 * in order.
 */
@Timeout(120)
class StateServerFuzzTests {

	private static final int INPUTS = 20_000;

	private static final int MAX_ENTRIES = 20;

	private final LocalStateStore store = new LocalStateStore(MAX_ENTRIES, 50);

	private final Random random = new Random(1);

	@Test
	void answerOfAnyBodyIsOneResultOrFailure() throws Exception {
		this.store.admit("owner");
		Path path = Files.createTempDirectory("fz").resolve("s");
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
			Connection here = new Connection(SocketChannel.open(UnixDomainSocketAddress.of(path)),
					Connection.MAX_FRAME);
			Connection there = new Connection(server.accept(), Connection.MAX_FRAME);
			FutureTask<Void> served = serve(there);
			try (here; there) {
				int results = 0;
				for (int i = 0; i < INPUTS; i++) {
					here.send(new Frame(FrameType.STATE, i, body()));
					results += (answer(here, i) == FrameType.RESULT) ? 1 : 0;
				}
				assertThat(results).isBetween(INPUTS / 10, INPUTS - INPUTS / 10);
				assertInOrder(here);
			}
			served.get();
		}
		finally {
			this.store.close();
			Files.delete(path);
			Files.delete(path.getParent());
		}
	}

	private FutureTask<Void> serve(Connection connection) {
		StateServer server = new StateServer(this.store, "owner", new MapChanges(this.store, connection));
		FutureTask<Void> served = new FutureTask<>(() -> {
			try {
				server.serve(connection);
			}
			catch (IOException ex) {
				assertThat(connection.isOpen()).isFalse();
			}
			return null;
		});
		new Thread(served).start();
		return served;
	}

	/**
	 * Receive the answer to an operation, and none to another.
	 */
	private static FrameType answer(Connection connection, long id) throws IOException {
		Frame answer = connection.receive();
		while (answer.type() == FrameType.PART || answer.type() == FrameType.CHANGE) {
			answer = connection.receive();
		}
		assertThat(answer.id()).isEqualTo(id);
		assertThat(answer.type()).isIn(FrameType.RESULT, FrameType.FAILURE);
		return answer.type();
	}

	private void assertInOrder(Connection connection) throws IOException {
		StateSummary summary = this.store.summary();
		assertThat(summary.maps()).hasSizeLessThanOrEqualTo(MAX_ENTRIES);
		assertThat(summary.maps().values()).allMatch((size) -> size <= MAX_ENTRIES);
		assertThat(summary.counters()).hasSizeLessThanOrEqualTo(MAX_ENTRIES);
		String counter = summary.counters().keySet().iterator().next();
		long count = this.store.count(counter);
		connection
			.send(new Frame(FrameType.STATE, 7, operation(StateOperation.ADD_AND_GET, counter).putLong(1).toBody()));
		Frame answer = connection.receive();
		while (answer.type() == FrameType.CHANGE) {
			answer = connection.receive();
		}
		assertThat(new BodyReader(answer.body()).getLong()).isEqualTo(count + 1);
	}

	private byte[] body() {
		StateOperation[] operations = StateOperation.values();
		BodyWriter body = operation(operations[this.random.nextInt(operations.length)], name());
		int arguments = this.random.nextInt(5);
		for (int i = 0; i < arguments; i++) {
			switch (this.random.nextInt(5)) {
				case 0 -> body.putLong(this.random.nextInt(3));
				case 1 -> body.putBytes(bytes());
				case 2 -> body.putInt(this.random.nextInt());
				default -> body.putString(name());
			}
		}
		byte[] bytes = body.toBody();
		if (this.random.nextInt(4) == 0) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt();
		}
		return bytes;
	}

	private static BodyWriter operation(StateOperation operation, String name) {
		return new BodyWriter().put(operation.ordinal()).putString(name);
	}

	private String name() {
		int name = this.random.nextInt(30);
		return (name > 0) ? "name-" + name : "";
	}

	private byte[] bytes() {
		byte[] bytes = new byte[this.random.nextInt(60)];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
