package io.appinfra.net.shutdown;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.server.AbstractNetworkConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.ContainerLifeCycle;

/**
 * The sessions of HTTP/2 on a Jetty. Their own graceful shutdown takes no stream any more
 * as soon as none is open, and resets one that was sent before its client could see
 * {@code GOAWAY}: it follows when the server stops. Used by one thread.
 */
final class JettySessions {

	private final Set<Session> asked = Collections.newSetFromMap(new WeakHashMap<>());

	/**
	 * Ask each client that was not asked yet to go elsewhere, and go on serving it.
	 * @param connector where it has connected
	 */
	void goAway(AbstractNetworkConnector connector) {
		connector.getConnectionFactories()
			.stream()
			.filter(ContainerLifeCycle.class::isInstance)
			.flatMap((factory) -> ((ContainerLifeCycle) factory).getContainedBeans(SessionContainer.class).stream())
			.flatMap((container) -> container.getSessions().stream())
			.filter(this.asked::add)
			.forEach(JettySessions::goAway);
	}

	private static void goAway(Session session) {
		if (session instanceof HTTP2Session http2) {
			http2.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
		}
	}

}
