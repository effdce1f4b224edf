package io.appinfra.net.shutdown;

import java.util.Arrays;
import java.util.stream.Stream;

import org.eclipse.jetty.server.AbstractNetworkConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The connections of a Jetty. Its own graceful shutdown closes idle connections after a
 * second; a connector whose server socket is closed serves them.
 */
public final class JettyConnections implements ServerConnections {

	private static final boolean HTTP2 = ClassUtils.isPresent("org.eclipse.jetty.http2.HTTP2Session",
			JettyConnections.class.getClassLoader());

	private final Server server;

	private final @Nullable JettySessions sessions = HTTP2 ? new JettySessions() : null;

	/**
	 * Create connections.
	 * @param server the server
	 */
	public JettyConnections(Server server) {
		this.server = server;
	}

	@Override
	public boolean refuseNew() {
		connectors().forEach(AbstractNetworkConnector::close);
		return connectors().anyMatch((connector) -> !connector.getConnectedEndPoints().isEmpty());
	}

	@Override
	public void goAway() {
		if (this.sessions != null) {
			connectors().forEach(this.sessions::goAway);
		}
	}

	private Stream<AbstractNetworkConnector> connectors() {
		return Arrays.stream(this.server.getConnectors())
			.filter(AbstractNetworkConnector.class::isInstance)
			.map(AbstractNetworkConnector.class::cast);
	}

}
