package io.appinfra.net.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Connects a worker to the web process.
 */
public final class ChannelClient {

	private static final int ATTEMPTS = 100;

	private static final Duration PAUSE = Duration.ofMillis(10);

	private ChannelClient() {
	}

	/**
	 * Connect. When the web process closes the connection without an answer, it may have
	 * had to make room for others, and is asked again.
	 * @param path the path of the web process's socket
	 * @param token what the web process gave to the worker
	 * @param purpose what the connection is to carry
	 * @return the connection
	 * @throws ProtocolException if the web process does not let this process in
	 * @throws IOException if nobody listens there
	 */
	public static Connection connect(Path path, String token, Hello.Purpose purpose) throws IOException {
		Hello hello = new Hello(Hello.PROTOCOL, token, purpose);
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Connection connection = open(path);
			if (isWelcome(connection, hello)) {
				return connection;
			}
			LockSupport.parkNanos(PAUSE.toNanos());
		}
		throw new ProtocolException("The web process does not know the token, or has let in a process with it before");
	}

	private static Connection open(Path path) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			channel.connect(UnixDomainSocketAddress.of(path));
			return new Connection(channel, Connection.MAX_FRAME);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	private static boolean isWelcome(Connection connection, Hello hello) throws IOException {
		boolean welcome = false;
		try {
			Frame answer = answer(connection, hello);
			if (answer != null && answer.type() == FrameType.REFUSED) {
				throw new ProtocolException(answer.message(String.class));
			}
			welcome = answer != null && answer.type() == FrameType.WELCOME;
		}
		finally {
			if (!welcome) {
				connection.close();
			}
		}
		return welcome;
	}

	private static @Nullable Frame answer(Connection connection, Hello hello) throws ProtocolException {
		try {
			connection.send(Frame.of(FrameType.HELLO, hello));
			return connection.receive();
		}
		catch (ProtocolException ex) {
			throw ex;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
