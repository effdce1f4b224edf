package io.appinfra.net.channel;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where workers connect to. Lets in who knows a token; all others are closed, and can
 * neither hold up nor crowd out those who do.
 */
public final class ChannelServer implements Closeable {

	private static final Log logger = LogFactory.getLog(ChannelServer.class);

	private static final int MAX_STRANGERS = 64;

	private static final int MAX_HELLO = 1024;

	private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(10);

	private static final int TOKEN_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, Guest> guests = new ConcurrentHashMap<>();

	private final Deque<Connection> strangers = new ArrayDeque<>();

	private final Path path;

	private final ServerSocketChannel server;

	private ChannelServer(Path path, ServerSocketChannel server) {
		this.path = path;
		this.server = server;
	}

	/**
	 * Open a server in a fresh directory and accept connections.
	 * @return the server
	 * @throws IOException if the socket cannot be created
	 */
	public static ChannelServer open() throws IOException {
		Path path = SocketDirectory.createSocketPath();
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			server.bind(UnixDomainSocketAddress.of(path));
		}
		catch (IOException ex) {
			server.close();
			SocketDirectory.delete(path);
			throw ex;
		}
		ChannelServer channelServer = new ChannelServer(path, server);
		startThread("appinfra-channel-accept", channelServer::accept);
		return channelServer;
	}

	/**
	 * Return the path of the socket.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Let in who knows a new token.
	 * @param guest is given each connection with that token, in a thread of its own
	 * @return the token
	 */
	public String expect(Guest guest) {
		byte[] token = new byte[TOKEN_BYTES];
		this.random.nextBytes(token);
		String text = HexFormat.of().formatHex(token);
		this.guests.put(text, guest);
		return text;
	}

	/**
	 * Let in nobody with a token any more.
	 * @param token the token
	 */
	public void forget(String token) {
		this.guests.remove(token);
	}

	private void accept() {
		while (this.server.isOpen()) {
			try {
				Connection connection = new Connection(this.server.accept(), MAX_HELLO);
				admit(connection);
				startThread("appinfra-channel", () -> greet(connection));
			}
			catch (IOException | Error ex) {
				logger.debug("No connection", ex);
				LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
			}
		}
	}

	private void admit(Connection connection) {
		synchronized (this.strangers) {
			this.strangers.addLast(connection);
			if (this.strangers.size() > MAX_STRANGERS) {
				this.strangers.removeFirst().close();
			}
		}
	}

	private void greet(Connection connection) {
		try (connection) {
			Hello hello = receiveHello(connection);
			Guest guest = (hello != null) ? this.guests.get(hello.token()) : null;
			if (guest != null) {
				connection.trust();
				guest.serve(hello.purpose(), connection);
			}
		}
		catch (IOException ex) {
			logger.debug("A connection has ended", ex);
		}
	}

	private @Nullable Hello receiveHello(Connection connection) throws IOException {
		try {
			Frame frame = connection.receive(HELLO_TIMEOUT);
			Hello hello = (frame != null && frame.type() == FrameType.HELLO) ? frame.message(Hello.class) : null;
			return (hello != null && hello.protocol() == Hello.PROTOCOL) ? hello : null;
		}
		finally {
			synchronized (this.strangers) {
				this.strangers.remove(connection);
			}
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
			synchronized (this.strangers) {
				this.strangers.forEach(Connection::close);
			}
		}
		catch (IOException ex) {
			logger.debug("The server was not closed in order", ex);
		}
		SocketDirectory.delete(this.path);
	}

	/**
	 * Who is expected to connect.
	 */
	@FunctionalInterface
	public interface Guest {

		/**
		 * Serve a connection, which is closed when this method returns.
		 * @param purpose what the connection carries
		 * @param connection the connection
		 * @throws IOException if the connection ends
		 */
		void serve(Hello.Purpose purpose, Connection connection) throws IOException;

	}

	private static void startThread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
