package io.appinfra.net.remote.state;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Outbox;
import io.appinfra.net.fixture.SocketPairs;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.local.LocalStateStore;
import io.appinfra.net.state.view.EndOfCompute;

/**
 * Tests that {@link io.appinfra.net.state.SharedMap#compute} ends where others are faster
 * each time, in the web process and in a worker.
 */
@Tag("full")
@Timeout(120)
class ComputeRivalsIT {

	private final LocalStateStore local = new LocalStateStore(100, 1000);

	@Test
	void computeInWebProcessEnds() {
		EndOfCompute.checkWithRivals(this.local, new StateSession(this.local, "here"));
	}

	@Test
	void computeInWorkerEnds() throws Exception {
		try (SocketPairs pairs = new SocketPairs()) {
			SocketPairs.SocketPair pair = pairs.open();
			Connection here = new Connection(pair.here(), Connection.MAX_FRAME);
			Thread server = serve(new Connection(pair.there(), Connection.MAX_FRAME));
			try {
				ChannelStateStore store = new ChannelStateStore(here, () -> {
				}, Outbox.open(here, "outbox"));
				EndOfCompute.checkWithRivals(store, store);
			}
			finally {
				here.close();
				server.join();
				pair.close();
			}
		}
	}

	private Thread serve(Connection connection) {
		StateServer server = new StateServer(this.local, new StateSession(this.local, "here").join("default", 1),
				new ChangeSender(this.local, connection));
		Thread thread = new Thread(() -> serve(server, connection), "state-server");
		thread.start();
		return thread;
	}

	private static void serve(StateServer server, Connection connection) {
		try {
			server.serve(connection);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
