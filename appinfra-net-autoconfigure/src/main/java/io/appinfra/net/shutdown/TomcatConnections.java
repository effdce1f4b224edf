package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;

/**
 * The connections of a Tomcat. One that is paused closes each kept connection on which a
 * request arrives; one whose server sockets are closed serves them.
 */
public final class TomcatConnections implements ServerConnections {

	/**
	 * Tomcat counts a connection before it accepts it.
	 */
	private static final int NOT_YET_ACCEPTED = 1;

	/**
	 * Longer than any shutdown.
	 */
	private static final Duration UNTIL_THE_END = Duration.ofDays(1);

	private final Tomcat tomcat;

	/**
	 * Create connections.
	 * @param tomcat the server
	 */
	public TomcatConnections(Tomcat tomcat) {
		this.tomcat = tomcat;
	}

	/**
	 * Let streams of HTTP/2 that begin after {@code GOAWAY} be served for as long as
	 * their connection is there. Tomcat ignores those that arrive a millisecond and a
	 * round trip later, which is early for a client and a server with other work.
	 * @param connector a connector that has not started
	 */
	public static void serveStreams(Connector connector) {
		Arrays.stream(connector.findUpgradeProtocols())
			.filter(Http2Protocol.class::isInstance)
			.forEach((protocol) -> ((Http2Protocol) protocol).setDrainTimeout(UNTIL_THE_END.toNanos()));
	}

	@Override
	public boolean refuseNew() {
		boolean open = connectors().anyMatch(TomcatConnections::hasOpen);
		connectors().forEach((connector) -> connector.getProtocolHandler().closeServerSocketGraceful());
		return open;
	}

	/**
	 * What is called pause here concerns HTTP/2 alone.
	 */
	@Override
	public void goAway() {
		connectors().map(Connector::getProtocolHandler)
			.filter(AbstractProtocol.class::isInstance)
			.forEach((protocol) -> ((AbstractProtocol<?>) protocol).getHandler().pause());
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
