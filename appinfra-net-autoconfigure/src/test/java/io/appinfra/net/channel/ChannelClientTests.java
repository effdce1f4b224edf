package io.appinfra.net.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.channel.Hello.Purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ChannelClient} with a server that does what {@link ChannelServer} does
 * seldom.
 */
@Timeout(30)
class ChannelClientTests {

	private Path path;

	private ServerSocketChannel server;

	@BeforeEach
	void open() throws IOException {
		this.path = SocketDirectory.createSocketPath();
		this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.server.bind(UnixDomainSocketAddress.of(this.path));
	}

	@AfterEach
	void close() throws IOException {
		this.server.close();
		SocketDirectory.delete(this.path);
	}

	@Test
	void connectWhenItHadToMakeRoomTriesAgain() throws Exception {
		FutureTask<Connection> client = connect();
		this.server.accept().close();
		answer(null);
		answer(new Frame(FrameType.WELCOME, 0, new byte[0]));
		try (Connection connection = client.get()) {
			assertThat(connection.isOpen()).isTrue();
		}
	}

	@Test
	void connectWhenRefusedSaysTheReason() throws Exception {
		FutureTask<Connection> client = connect();
		answer(Frame.of(FrameType.REFUSED, "another version"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(client::get)
			.havingCause()
			.isInstanceOf(ProtocolException.class)
			.withMessage("another version");
	}

	@Test
	void connectWhenNobodyListensThrows() throws IOException {
		this.server.close();
		assertThatIOException().isThrownBy(() -> ChannelClient.connect(this.path, "token", Purpose.STATE));
	}

	private FutureTask<Connection> connect() {
		FutureTask<Connection> client = new FutureTask<>(
				() -> ChannelClient.connect(this.path, "token", Purpose.STATE));
		new Thread(client).start();
		return client;
	}

	private void answer(Frame answer) throws IOException {
		try (Connection connection = new Connection(this.server.accept(), Connection.MAX_FRAME)) {
			assertThat(connection.receive().message(Hello.class).token()).isEqualTo("token");
			if (answer != null) {
				connection.send(answer);
			}
		}
	}

}
