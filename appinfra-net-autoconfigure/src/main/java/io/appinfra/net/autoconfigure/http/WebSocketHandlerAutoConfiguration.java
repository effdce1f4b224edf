package io.appinfra.net.autoconfigure.http;

import jakarta.servlet.Servlet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.http.websocket.OpenSessions;
import io.appinfra.net.http.websocket.WebSocketHandlerKind;

/**
 * Auto-configuration of handlers that speak the WebSocket protocol.
 */
@AutoConfiguration(before = HandlerAutoConfiguration.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(value = { Servlet.class, ServerResponse.class, WebSocketHandler.class },
		name = "jakarta.websocket.server.ServerContainer")
@ConditionalOnRole(Role.WEB)
public final class WebSocketHandlerAutoConfiguration {

	@Bean
	OpenSessions openWebSocketSessions() {
		return new OpenSessions();
	}

	@Bean
	WebSocketHandlerKind webSocketHandlerKind(OpenSessions sessions, ObjectProvider<HandshakeHandler> handshakeHandler,
			ObjectProvider<HandshakeInterceptor> interceptors) {
		return new WebSocketHandlerKind(sessions,
				() -> handshakeHandler.getIfUnique(WebSocketHandlerAutoConfiguration::standardHandshakeHandler),
				() -> interceptors.orderedStream().toList());
	}

	/**
	 * Return a handler that takes the web server which answers the request, not the one
	 * whose classes are there.
	 */
	private static HandshakeHandler standardHandshakeHandler() {
		return new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy());
	}

}
