package io.appinfra.net.state.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server, and cuts their connections.
 */
public final class CuttingProxy implements AutoCloseable {

	private final ServerSocket server;

	private final InetAddress address;

	private final int port;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	private final AtomicInteger answersUntilCut = new AtomicInteger();

	public CuttingProxy(InetAddress address, int port) throws IOException {
		this.address = address;
		this.port = port;
		this.server = new ServerSocket(0, 50, address);
		start(this::accept);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Cut all connections, and let none in.
	 */
	public void cut() {
		this.cut = true;
		closeAll();
	}

	public void mend() {
		this.cut = false;
	}

	/**
	 * Let the next request through, but not its answer: the connections are cut instead.
	 */
	public void cutAfterNextRequest() {
		cutAfterRequests(1);
	}

	/**
	 * Let some requests through, but not the answer of the last: the connections are cut
	 * instead.
	 * @param requests the number of requests
	 */
	public void cutAfterRequests(int requests) {
		this.answersUntilCut.set(requests);
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				if (this.cut) {
					client.close();
				}
				else {
					connect(client);
				}
			}
		}
		catch (IOException ex) {
			closeAll();
		}
	}

	private void connect(Socket client) throws IOException {
		try {
			Socket target = new Socket(this.address, this.port);
			client.setTcpNoDelay(true);
			target.setTcpNoDelay(true);
			this.sockets.add(client);
			this.sockets.add(target);
			start(() -> copy(client, target, false));
			start(() -> copy(target, client, true));
		}
		catch (ConnectException ex) {
			client.close();
		}
	}

	private void copy(Socket from, Socket to, boolean answers) {
		byte[] buffer = new byte[8192];
		try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				if (answers && this.answersUntilCut.getAndDecrement() == 1) {
					closeAll();
					return;
				}
				out.write(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			// Ends like the end of the stream
		}
	}

	private void closeAll() {
		for (Socket socket : this.sockets) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// It is closed then
			}
			this.sockets.remove(socket);
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		closeAll();
	}

}
