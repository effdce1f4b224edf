package io.appinfra.net.http.websocket;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.WebSocketConfigurationSupport;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;
import org.springframework.web.socket.server.HandshakeHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

import io.appinfra.net.http.registration.HandlerKind;

/**
 * Handlers that answer with a change to the WebSocket protocol (RFC 6455).
 */
public final class WebSocketHandlerKind implements HandlerKind {

	private static final Set<String> MAPPINGS_OF_SPRING_MVC = Set.of("viewControllerHandlerMapping",
			"beanNameHandlerMapping", "resourceHandlerMapping", "defaultServletHandlerMapping",
			"welcomePageHandlerMapping", "welcomePageNotAcceptableHandlerMapping", "faviconHandlerMapping");

	private final OpenSessions sessions;

	private final Supplier<HandshakeHandler> handshakeHandler;

	private final Supplier<List<HandshakeInterceptor>> interceptors;

	/**
	 * Create the kind.
	 * @param sessions the sessions that are open
	 * @param handshakeHandler what does the handshakes
	 * @param interceptors the interceptors of each handshake, by their order
	 */
	public WebSocketHandlerKind(OpenSessions sessions, Supplier<HandshakeHandler> handshakeHandler,
			Supplier<List<HandshakeInterceptor>> interceptors) {
		this.sessions = sessions;
		this.handshakeHandler = handshakeHandler;
		this.interceptors = interceptors;
	}

	@Override
	public Class<?> type() {
		return WebSocketHandler.class;
	}

	/**
	 * Return whether other code may give handlers their paths: Spring's own configuration
	 * of WebSockets, or a mapping of URLs that the application or another library has
	 * made.
	 */
	@Override
	public boolean mayHaveNoPath(ListableBeanFactory beanFactory) {
		return has(beanFactory, WebSocketConfigurationSupport.class)
				|| has(beanFactory, WebSocketHttpRequestHandler.class)
				|| has(beanFactory, WebSocketMessageBrokerConfigurationSupport.class)
				|| hasMappingOfOthers(beanFactory);
	}

	private static boolean hasMappingOfOthers(ListableBeanFactory beanFactory) {
		return Stream.of(beanFactory.getBeanNamesForType(AbstractUrlHandlerMapping.class, true, false))
			.anyMatch((name) -> !MAPPINGS_OF_SPRING_MVC.contains(name));
	}

	private static boolean has(ListableBeanFactory beanFactory, Class<?> type) {
		return beanFactory.getBeanNamesForType(type, true, false).length > 0;
	}

	@Override
	public List<String> methods(Object handler) {
		return List.of(HttpMethod.GET.name());
	}

	@Override
	public HandlerFunction<ServerResponse> function(String name, Object handler) {
		WebSocketHandler watched = this.sessions.watch(new GuardedWebSocketHandler(name, (WebSocketHandler) handler));
		return new HandshakeCall(new Handshake(watched, this.handshakeHandler.get(), this.interceptors.get()));
	}

}
