package io.appinfra.net.channel;

import java.io.Closeable;
import java.io.IOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ChannelServer} that is opened when it is needed, and that another replaces
 * when its socket was deleted. Connections that exist go on without it. Safe for use by
 * many threads.
 */
public final class LastingServer implements Closeable {

	private static final Log logger = LogFactory.getLog(LastingServer.class);

	private @Nullable ChannelServer current;

	/**
	 * Return the server. There is another one if nobody could connect to the former any
	 * more.
	 * @return a server that others can connect to
	 * @throws IOException if there is none and its socket cannot be created
	 */
	public synchronized ChannelServer get() throws IOException {
		ChannelServer server = this.current;
		if (server == null || !server.isReachable()) {
			server = replace(server);
		}
		return server;
	}

	private ChannelServer replace(@Nullable ChannelServer unreachable) throws IOException {
		ChannelServer server = ChannelServer.open();
		this.current = server;
		if (unreachable != null) {
			logger.info("Workers connect to another socket, since the former was deleted from the directory for "
					+ "temporary files");
			unreachable.close();
		}
		return server;
	}

	/**
	 * Close the server, if it is open.
	 */
	@Override
	public synchronized void close() {
		ChannelServer server = this.current;
		if (server != null) {
			this.current = null;
			server.close();
		}
	}

}
