package io.appinfra.net.shutdown;

import java.util.Arrays;
import java.util.stream.Stream;

import org.eclipse.jetty.server.AbstractNetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.Graceful;

/**
 * The connections of a Jetty. Its own graceful shutdown closes idle connections after a
 * second; a connector whose server socket is closed serves them. What a connection
 * factory has to end normally are the sessions of HTTP/2, which send {@code GOAWAY}.
 */
public final class JettyConnections implements ServerConnections {

	private final Server server;

	/**
	 * Create connections.
	 * @param server the server
	 */
	public JettyConnections(Server server) {
		this.server = server;
	}

	@Override
	public boolean refuseNew() {
		connectors().forEach((connector) -> {
			connector.close();
			connector.getConnectionFactories()
				.stream()
				.filter(ContainerLifeCycle.class::isInstance)
				.flatMap((factory) -> ((ContainerLifeCycle) factory).getContainedBeans(Graceful.class).stream())
				.forEach(Graceful::shutdown);
		});
		return connectors().anyMatch((connector) -> !connector.getConnectedEndPoints().isEmpty());
	}

	private Stream<AbstractNetworkConnector> connectors() {
		return Arrays.stream(this.server.getConnectors())
			.filter(AbstractNetworkConnector.class::isInstance)
			.map(AbstractNetworkConnector.class::cast);
	}

}
