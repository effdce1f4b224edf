package io.appinfra.net.remote.lifecycle;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ControlConnection}.
 */
@Timeout(30)
class ControlConnectionTests {

	@Test
	void receiveWhenWorkerHasGoneLeavesNoThread(@TempDir Path directory) throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
		LocalStateStore store = new LocalStateStore(10, 10);
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(address);
			SocketChannel worker = SocketChannel.open(address);
			try (Connection connection = new Connection(server.accept(), Connection.MAX_FRAME)) {
				ControlConnection control = new ControlConnection(connection, store,
						new StateSession(store, "here").join("worker", 4711), 4711);
				assertThat(isThreadAlive("appinfra-worker-4711-send")).isTrue();
				worker.close();
				control.receive(new Receiver());
				assertThat(isThreadAlive("appinfra-worker-4711-send")).isFalse();
			}
		}
	}

	private static boolean isThreadAlive(String name) {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((thread) -> thread.getName().equals(name));
	}

}
