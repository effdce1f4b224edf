package io.appinfra.net.http.websocket;

import java.io.IOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.LoggingWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Makes an end of the session, and one log line, of what a handler throws.
 */
class GuardedWebSocketHandler extends WebSocketHandlerDecorator {

	private static final Log logger = LogFactory.getLog(GuardedWebSocketHandler.class);

	private final String name;

	GuardedWebSocketHandler(String name, WebSocketHandler handler) {
		super(new LoggingWebSocketHandlerDecorator(handler));
		this.name = name;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		guard("as the session began", session, () -> super.afterConnectionEstablished(session));
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
		guard("at a message", session, () -> super.handleMessage(session, message));
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		guard("at a transport error", session, () -> super.handleTransportError(session, exception));
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		guard("as the session had ended", session, () -> super.afterConnectionClosed(session, status));
	}

	private void guard(String moment, WebSocketSession session, Call call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			log(moment, session, ex);
			closeWithError(session);
		}
	}

	private void log(String moment, WebSocketSession session, Throwable failure) {
		String message = "Handler '%s' failed %s: %s, session %s".formatted(this.name, moment, session.getUri(),
				session.getId());
		if (isClientGone(session, failure)) {
			logger.debug(message, failure);
		}
		else {
			logger.error(message, failure);
		}
	}

	/**
	 * Return whether the handler could not send. The containers throw exceptions of these
	 * types.
	 */
	private static boolean isClientGone(WebSocketSession session, Throwable failure) {
		return !session.isOpen() && (failure instanceof IOException || failure instanceof IllegalStateException);
	}

	private static void closeWithError(WebSocketSession session) {
		try {
			if (session.isOpen()) {
				session.close(CloseStatus.SERVER_ERROR);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Session %s has ended by itself".formatted(session.getId()), ex);
		}
	}

	/**
	 * A call of the handler.
	 */
	@FunctionalInterface
	private interface Call {

		void run() throws Exception;

	}

}
