package io.appinfra.net.channel;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;

/**
 * Where workers connect to. Lets in who knows a token; all others are closed, and can
 * neither hold up nor crowd out those who do. A token is for one process: it lets in one
 * connection for each purpose.
 */
public final class ChannelServer implements Closeable {

	private static final Log logger = LogFactory.getLog(ChannelServer.class);

	private static final int MAX_STRANGERS = 64;

	private static final int MAX_HELLO = 1024;

	private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(10);

	private static final Duration THREADS_END = Duration.ofSeconds(5);

	private static final int TOKEN_BYTES = 32;

	private final SecureRandom random = new SecureRandom();

	private final Map<Pass, Guest> guests = new ConcurrentHashMap<>();

	private final Deque<Connection> strangers = new ArrayDeque<>();

	private final Set<Thread> greeting = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final ServerSocketChannel server;

	private final Duration helloTimeout;

	private final Thread acceptor = DetachedThreads.daemon("appinfra-channel-accept", this::accept);

	private ChannelServer(Path path, ServerSocketChannel server, Duration helloTimeout) {
		this.path = path;
		this.server = server;
		this.helloTimeout = helloTimeout;
	}

	/**
	 * Open a server in a fresh directory and accept connections.
	 * @return the server
	 * @throws IOException if the socket cannot be created
	 */
	public static ChannelServer open() throws IOException {
		return open(HELLO_TIMEOUT);
	}

	static ChannelServer open(Duration helloTimeout) throws IOException {
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
		ChannelServer channelServer = new ChannelServer(path, server, helloTimeout);
		channelServer.acceptor.start();
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
	 * Return whether the socket is still there. It is not when somebody has cleaned the
	 * directory for temporary files; connections that exist go on without it.
	 * @return whether others can connect
	 */
	public boolean isReachable() {
		return Files.exists(this.path);
	}

	/**
	 * Let in who knows a new token, once for each purpose.
	 * @param guest is given each connection with that token, in a thread of its own
	 * @return the token
	 */
	public String expect(Guest guest) {
		byte[] token = new byte[TOKEN_BYTES];
		this.random.nextBytes(token);
		String text = HexFormat.of().formatHex(token);
		for (Hello.Purpose purpose : Hello.Purpose.values()) {
			this.guests.put(new Pass(text, purpose), guest);
		}
		return text;
	}

	/**
	 * Let in nobody with a token any more.
	 * @param token the token
	 */
	public void forget(String token) {
		for (Hello.Purpose purpose : Hello.Purpose.values()) {
			this.guests.remove(new Pass(token, purpose));
		}
	}

	private void accept() {
		while (this.server.isOpen()) {
			try {
				admit(new Connection(this.server.accept(), MAX_HELLO));
			}
			catch (IOException | Error ex) {
				logger.debug("No connection", ex);
				if (this.server.isOpen()) {
					LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
				}
			}
		}
	}

	private void admit(Connection connection) {
		try {
			synchronized (this.strangers) {
				this.strangers.addLast(connection);
				if (this.strangers.size() > MAX_STRANGERS) {
					this.strangers.removeFirst().close();
				}
			}
			DetachedThreads.daemon("appinfra-channel", () -> greet(connection)).start();
		}
		catch (Error ex) {
			removeStranger(connection);
			connection.close();
			throw ex;
		}
	}

	private void greet(Connection connection) {
		this.greeting.add(Thread.currentThread());
		try (connection) {
			Hello hello = receiveHello(connection);
			Guest guest = (hello != null) ? guest(hello, connection) : null;
			if (guest != null) {
				this.greeting.remove(Thread.currentThread());
				connection.trust();
				connection.send(Frame.empty(FrameType.WELCOME));
				guest.serve(hello.purpose(), connection);
			}
		}
		catch (IOException ex) {
			logger.debug("A connection has ended", ex);
		}
		finally {
			this.greeting.remove(Thread.currentThread());
		}
	}

	/**
	 * Receive what the other end says first.
	 * @param connection the connection
	 * @return what it says, {@code null} if it is anything else, or too late because the
	 * connection had to make room for others
	 * @throws IOException if the connection ends
	 */
	private @Nullable Hello receiveHello(Connection connection) throws IOException {
		Frame frame;
		boolean hadToMakeRoom;
		try {
			frame = connection.receive(this.helloTimeout);
		}
		finally {
			hadToMakeRoom = !removeStranger(connection);
		}
		boolean hello = frame != null && frame.type() == FrameType.HELLO && !hadToMakeRoom;
		return hello ? frame.message(Hello.class) : null;
	}

	/**
	 * Count a connection among the strangers no longer.
	 * @param connection the connection
	 * @return whether it was one: not if it had to make room for others
	 */
	private boolean removeStranger(Connection connection) {
		synchronized (this.strangers) {
			return this.strangers.remove(connection);
		}
	}

	private @Nullable Guest guest(Hello hello, Connection connection) throws IOException {
		Guest guest = this.guests.remove(new Pass(hello.token(), hello.purpose()));
		if (guest != null && hello.protocol() != Hello.PROTOCOL) {
			String reason = "The worker speaks version %d of the protocol, the web process version %d: "
				.formatted(hello.protocol(), Hello.PROTOCOL) + "both must have the same class path";
			logger.error(reason);
			connection.send(Frame.of(FrameType.REFUSED, reason));
			return null;
		}
		return guest;
	}

	/**
	 * Let in nobody any more. The connections of guests go on; the threads of all others
	 * have ended when this method returns.
	 */
	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			logger.debug("The server was not closed normally", ex);
		}
		DetachedThreads.awaitEnd(Set.of(this.acceptor), THREADS_END);
		synchronized (this.strangers) {
			this.strangers.forEach(Connection::close);
		}
		DetachedThreads.awaitEnd(this.greeting, THREADS_END);
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

	private record Pass(String token, Hello.Purpose purpose) {

	}

}
