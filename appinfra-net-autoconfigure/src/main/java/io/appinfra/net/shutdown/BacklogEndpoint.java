package io.appinfra.net.shutdown;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.Acceptor.AcceptorState;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Serves each connection that the operating system has established before the port
 * closes. Tomcat ends its acceptor some milliseconds before it closes the port: who
 * connects in between is reset, and a load balancer does not repeat a POST that it has
 * sent.
 */
final class BacklogEndpoint extends NioEndpoint {

	private final ThreadLocal<Boolean> taking = ThreadLocal.withInitial(() -> false);

	@Override
	protected void doCloseServerSocket() throws IOException {
		if (serves() && getServerSocket() instanceof ServerSocketChannel port && port.isOpen()
				&& this.acceptor.getState() != AcceptorState.RUNNING) {
			port.configureBlocking(false);
			for (SocketChannel next = port.accept(); next != null; next = port.accept()) {
				take(next);
			}
		}
		super.doCloseServerSocket();
	}

	/**
	 * Take what the acceptor accepts after it was asked to end.
	 */
	@Override
	protected void destroySocket(SocketChannel socket) {
		if (serves() && !this.taking.get()) {
			take(socket);
		}
		else {
			super.destroySocket(socket);
		}
	}

	private void take(SocketChannel socket) {
		this.taking.set(true);
		try {
			if (!setSocketOptions(socket)) {
				closeSocket(socket);
			}
		}
		finally {
			this.taking.remove();
		}
	}

	private boolean serves() {
		return isRunning() && !isPaused();
	}

}
