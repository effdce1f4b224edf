package io.appinfra.net.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Connects a worker to the web process.
 */
public final class ChannelClient {

	private ChannelClient() {
	}

	/**
	 * Connect.
	 * @param path the path of the web process's socket
	 * @param token what the web process gave to the worker
	 * @param purpose what the connection is to carry
	 * @return the connection
	 * @throws IOException if nobody listens there
	 */
	public static Connection connect(Path path, String token, Hello.Purpose purpose) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			channel.connect(UnixDomainSocketAddress.of(path));
			Connection connection = new Connection(channel, Connection.MAX_FRAME);
			connection.send(Frame.of(FrameType.HELLO, new Hello(Hello.PROTOCOL, token, purpose)));
			return connection;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

}
