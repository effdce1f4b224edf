package io.appinfra.net.http.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Notifies clients whether they may keep their connection for the next request (RFC 9112
 * section 9.3). Safe for use by many threads.
 */
public final class PersistentConnections {

	private volatile boolean ending;

	/**
	 * Let clients keep their connections.
	 */
	public void admit() {
		this.ending = false;
	}

	/**
	 * Have each answer from now on say that the connection ends with it, so that no
	 * request is under way on a connection that the server closes.
	 */
	public void end() {
		this.ending = true;
	}

	void announceEnd(HttpServletRequest request, HttpServletResponse response) {
		if (this.ending && request.getProtocol().equals("HTTP/1.1") && request.getHeader(HttpHeaders.UPGRADE) == null) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

}
