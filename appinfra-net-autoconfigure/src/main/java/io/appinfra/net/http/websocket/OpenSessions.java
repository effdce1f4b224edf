package io.appinfra.net.http.websocket;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.http.OpenConnections;

/**
 * The WebSocket sessions that are open. A session that is ended is closed with the status
 * "going away" (RFC 6455 section 7.4.1).
 */
public final class OpenSessions implements OpenConnections {

	private static final Log logger = LogFactory.getLog(OpenSessions.class);

	private static final int CLOSING_THREADS = 32;

	private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();

	private volatile @Nullable CompletableFuture<Void> end;

	/**
	 * Watch the sessions of a handler.
	 * @param handler the handler
	 * @return what is to be called in place of the handler
	 */
	WebSocketHandler watch(WebSocketHandler handler) {
		return new Watch(handler);
	}

	@Override
	public void admit() {
		this.end = null;
	}

	/**
	 * Close all sessions. Complete when the clients have confirmed it, which one that
	 * does not read never does.
	 */
	@Override
	public CompletableFuture<?> end() {
		CompletableFuture<Void> end = new CompletableFuture<>();
		this.end = end;
		ExecutorService executor = Executors.newFixedThreadPool(CLOSING_THREADS, new DetachedThreads("websocket-end-"));
		this.sessions.forEach((session) -> executor.execute(() -> close(session)));
		executor.shutdown();
		completeIfNoneIsLeft();
		return end;
	}

	private static void close(WebSocketSession session) {
		try {
			session.close(CloseStatus.GOING_AWAY);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Session %s has ended by itself".formatted(session.getId()), ex);
		}
	}

	private void opened(WebSocketSession session) {
		this.sessions.add(session);
		if (this.end != null) {
			close(session);
		}
	}

	private void closed(WebSocketSession session) {
		this.sessions.remove(session);
		completeIfNoneIsLeft();
	}

	private void completeIfNoneIsLeft() {
		CompletableFuture<Void> end = this.end;
		if (end != null && this.sessions.isEmpty()) {
			end.complete(null);
		}
	}

	private final class Watch extends WebSocketHandlerDecorator {

		Watch(WebSocketHandler handler) {
			super(handler);
		}

		@Override
		public void afterConnectionEstablished(WebSocketSession session) throws Exception {
			opened(session);
			super.afterConnectionEstablished(session);
		}

		@Override
		public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
			try {
				super.afterConnectionClosed(session, status);
			}
			finally {
				closed(session);
			}
		}

	}

}
