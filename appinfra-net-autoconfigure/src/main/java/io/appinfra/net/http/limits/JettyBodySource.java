package io.appinfra.net.http.limits;

import java.util.concurrent.TimeoutException;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request to Jetty. A wait for it is ended as if the connection had been
 * idle for too long. On a connection with many requests (HTTP/2) the thread that waits is
 * interrupted; where that is not enough, as Jetty itself reads a form or a multipart
 * body, the stream is failed.
 */
final class JettyBodySource implements BodySource {

	private final ServletContextRequest request;

	JettyBodySource(ServletRequest request) {
		this.request = ServletContextRequest.getServletContextRequest(request);
	}

	static boolean isRequest(ServletRequest request) {
		return request instanceof ServletApiRequest;
	}

	@Override
	public long received() {
		return Request.getContentBytesRead(this.request);
	}

	@Override
	public void end(Thread reader, int before) {
		ConnectionMetaData connection = this.request.getConnectionMetaData();
		TimeoutException timeout = new TimeoutException("The client sends too slowly");
		if (connection.getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion()) {
			connection.getConnection().onIdleExpired(timeout);
		}
		else if (before == 0) {
			reader.interrupt();
		}
		else {
			this.request.fail(timeout);
		}
	}

	/**
	 * Return false: a client that expects {@code 100 Continue} gets it when the body is
	 * read.
	 */
	@Override
	public boolean isAlwaysAskedFor() {
		return false;
	}

}
