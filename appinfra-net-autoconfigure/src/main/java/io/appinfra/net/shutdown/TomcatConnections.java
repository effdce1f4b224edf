package io.appinfra.net.shutdown;

import java.util.Arrays;
import java.util.stream.Stream;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;

/**
 * The connections of a Tomcat. One that is paused closes each kept connection on which a
 * request arrives; one whose server sockets are closed serves them, and sends
 * {@code GOAWAY}.
 */
public final class TomcatConnections implements ServerConnections {

	/**
	 * Tomcat counts a connection before it accepts it.
	 */
	private static final int NOT_YET_ACCEPTED = 1;

	private final Tomcat tomcat;

	/**
	 * Create connections.
	 * @param tomcat the server
	 */
	public TomcatConnections(Tomcat tomcat) {
		this.tomcat = tomcat;
	}

	@Override
	public boolean refuseNew() {
		boolean open = connectors().anyMatch(TomcatConnections::hasOpen);
		connectors().forEach((connector) -> connector.getProtocolHandler().closeServerSocketGraceful());
		return open;
	}

	/**
	 * Return whether a connector has connections: it counts them until its server socket
	 * is closed.
	 */
	private static boolean hasOpen(Connector connector) {
		if (!(connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol)) {
			return true;
		}
		long count = protocol.getConnectionCount();
		return count < 0 || count > NOT_YET_ACCEPTED;
	}

	private Stream<Connector> connectors() {
		return Arrays.stream(this.tomcat.getServer().findServices())
			.flatMap((service) -> Arrays.stream(service.findConnectors()));
	}

}
