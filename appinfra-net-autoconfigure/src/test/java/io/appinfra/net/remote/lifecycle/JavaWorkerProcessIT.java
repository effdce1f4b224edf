package io.appinfra.net.remote.lifecycle;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.test.util.ReflectionTestUtils;

import io.appinfra.net.channel.ChannelServer;
import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Hello.Purpose;
import io.appinfra.net.channel.ProtocolException;
import io.appinfra.net.process.JavaApplication;
import io.appinfra.net.process.JavaCommand;
import io.appinfra.net.remote.meter.MeterSink;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.local.LocalStateStore;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link JavaWorkerProcess}.
 */
@Timeout(120)
class JavaWorkerProcessIT {

	private final ProcessListener listener = mock(ProcessListener.class);

	@Test
	void connectionWhoseTurnComesAfterTheEndIsRefused() throws Exception {
		try (ChannelServer server = ChannelServer.open()) {
			WorkerProcess process = process(server);
			ChannelServer.Guest guest = guest(server);
			process.kill("of the test");
			verify(this.listener, timeout(60_000)).ended(any());
			for (Purpose purpose : Purpose.values()) {
				try (Connection connection = connect(server)) {
					assertThatExceptionOfType(ProtocolException.class)
						.isThrownBy(() -> guest.serve(purpose, connection))
						.withMessage("The process has ended");
				}
			}
			verify(this.listener, never()).connected(any());
		}
	}

	private WorkerProcess process(ChannelServer server) {
		WorkerConfiguration configuration = new WorkerConfiguration("default", null, List.of(), Map.of(), Map.of(),
				JvmDefaults.current(), 1, 1);
		Duration second = Duration.ofSeconds(1);
		return JavaWorkerProcess.start(
				new WorkerHost(server, new StateSession(new LocalStateStore(10, 10), "here"), mock(EventLoop.class),
						List.of(), MeterSink.NONE),
				new JavaCommand(JavaApplication.current(), Main.class.getName(), List.of(), Map.of()), configuration,
				new StopTimes(second, second, second), this.listener);
	}

	/**
	 * Return who serves the process, as a thread that is about to would know.
	 */
	@SuppressWarnings("unchecked")
	private static ChannelServer.Guest guest(ChannelServer server) {
		Object guests = ReflectionTestUtils.getField(server, "guests");
		return ((ConcurrentHashMap<String, ChannelServer.Guest>) guests).values().iterator().next();
	}

	private static Connection connect(ChannelServer server) throws IOException {
		return new Connection(SocketChannel.open(UnixDomainSocketAddress.of(server.path())), 100);
	}

	/**
	 * Lives until it is killed.
	 */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) throws IOException {
			while (System.in.read() >= 0) {
				Thread.onSpinWait();
			}
		}

	}

}
