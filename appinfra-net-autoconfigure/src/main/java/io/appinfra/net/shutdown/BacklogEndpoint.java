package io.appinfra.net.shutdown;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.tomcat.util.net.Acceptor.AcceptorState;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Serves each connection that the operating system has established before the port
 * closes. Tomcat ends its acceptor some milliseconds before it closes the port: a client
 * that connects in between is reset, and a load balancer does not repeat a POST that it
 * has sent.
 */
final class BacklogEndpoint extends NioEndpoint {

	private static final int REHEARSALS = 3;

	private final ThreadLocal<Boolean> taking = ThreadLocal.withInitial(() -> false);

	@Override
	protected void doCloseServerSocket() throws IOException {
		if (serves() && getServerSocket() instanceof ServerSocketChannel port && port.isOpen()
				&& this.acceptor.getState() != AcceptorState.RUNNING) {
			rehearse();
			closeOnceEmpty(port);
		}
		super.doCloseServerSocket();
	}

	/**
	 * Load what {@link #closeOnceEmpty} needs: a client that connects between its last
	 * look and its close is reset, and classes must not be loaded there. A thread that
	 * has slept is less likely to lose its processor there.
	 */
	private void rehearse() throws IOException {
		for (int i = 0; i < REHEARSALS; i++) {
			ServerSocketChannel other = ServerSocketChannel.open();
			other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			closeOnceEmpty(other);
		}
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
	}

	private void closeOnceEmpty(ServerSocketChannel port) throws IOException {
		port.configureBlocking(false);
		for (SocketChannel next = port.accept(); next != null; next = port.accept()) {
			take(next);
		}
		port.close();
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
