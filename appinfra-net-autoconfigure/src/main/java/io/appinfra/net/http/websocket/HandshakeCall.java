package io.appinfra.net.http.websocket;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.socket.server.HandshakeFailureException;

/**
 * Answers a request with the handshake of a WebSocket endpoint.
 */
class HandshakeCall implements HandlerFunction<ServerResponse> {

	private final Handshake handshake;

	HandshakeCall(Handshake handshake) {
		this.handshake = handshake;
	}

	@Override
	public ServerResponse handle(ServerRequest request) throws Exception {
		HandshakeRequest.check(request.servletRequest());
		return ServerResponse.status(HttpStatus.SWITCHING_PROTOCOLS).build((servletRequest, response) -> {
			write(servletRequest, response);
			return null;
		});
	}

	/**
	 * Do the handshake. An interceptor that ends it can set a status of its own; if it
	 * does not, it forbids.
	 */
	private void write(HttpServletRequest request, HttpServletResponse response) throws Exception {
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		try {
			this.handshake.handleRequest(request, response);
		}
		catch (HandshakeFailureException ex) {
			throw (ex.getCause() instanceof ErrorResponse) ? (Exception) ex.getCause() : ex;
		}
	}

}
