package io.appinfra.net.http.websocket;

import java.util.ArrayList;
import java.util.List;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * The handshake of one WebSocket endpoint as Spring does it: the interceptors of the
 * application, then the check of the origin.
 */
class Handshake extends WebSocketHttpRequestHandler {

	Handshake(WebSocketHandler handler, HandshakeHandler handshakeHandler, List<HandshakeInterceptor> interceptors) {
		super(handler, handshakeHandler);
		List<HandshakeInterceptor> all = new ArrayList<>();
		all.add(new PathVariablesInterceptor());
		all.addAll(interceptors);
		if (interceptors.stream().noneMatch(OriginHandshakeInterceptor.class::isInstance)) {
			all.add(new OriginHandshakeInterceptor());
		}
		setHandshakeInterceptors(all);
	}

	@Override
	protected WebSocketHandler decorate(WebSocketHandler handler) {
		return handler;
	}

}
