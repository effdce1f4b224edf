package io.appinfra.net.autoconfigure.http;

import java.util.List;
import java.util.function.Consumer;

import jakarta.websocket.server.ServerContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.http.websocket.OpenSessions;
import io.appinfra.net.http.websocket.WebSocketHandlerKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketHandlerAutoConfiguration}.
 */
class WebSocketHandlerAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations
		.of(WebSocketHandlerAutoConfiguration.class, HandlerAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS);

	private final WebApplicationContextRunner serverRunner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withPropertyValues("server.port=0")
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class));

	@Test
	void handlersWhenThereAreBothKindsHavePathsAndMethods() {
		this.contextRunner.withUserConfiguration(Sockets.class, Requests.class)
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).containsExactly(
					new HandlerDescription("prices", List.of("/prices"), List.of("GET", "HEAD", "OPTIONS")),
					new HandlerDescription("onClass", List.of("/class", "/also/{x}"), List.of("GET")),
					new HandlerDescription("onMethod", List.of("/method"), List.of("GET"))));
	}

	@Test
	void handlersWhenProcessIsWorkerAreAbsent() {
		this.contextRunner.withUserConfiguration(Sockets.class)
			.withPropertyValues("appinfra.net.role=WORKER")
			.run((context) -> assertThat(context).doesNotHaveBean(WebSocketHandlerKind.class)
				.doesNotHaveBean(OpenSessions.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { WebSocketHandler.class, ServerContainer.class })
	void handlersWhenSpringWebSocketIsMissingAreServed(Class<?> missing) {
		this.serverRunner.withUserConfiguration(Requests.class)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("webSocketHandlerKind");
				assertThat(servletNames(context)).contains("prices");
			});
	}

	@Test
	void servletWhenHandlerIsWebSocketHasNameOfBean() {
		this.serverRunner.withUserConfiguration(Sockets.class)
			.run((context) -> assertThat(servletNames(context)).contains("onClass", "onMethod"));
	}

	@Test
	void servletWhenHandlerIsDisabledIsAbsent() {
		this.serverRunner.withUserConfiguration(Sockets.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.enabled=false")
			.run((context) -> assertThat(servletNames(context)).contains("onClass").doesNotContain("onMethod"));
	}

	@Test
	void pathWhenConfiguredOverridesRoute() {
		this.contextRunner.withUserConfiguration(Pathless.class)
			.withPropertyValues("appinfra.net.handlers.pathless.path=/one,/two/{x}")
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).singleElement()
				.satisfies((handler) -> assertThat(handler.paths()).containsExactly("/one", "/two/{x}")));
	}

	@Test
	void startWhenHandlerHasNoPathFails() {
		this.contextRunner.withUserConfiguration(Pathless.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("Handler 'pathless' (%s) has no path.".formatted(PlainSocket.class.getName()))));
	}

	@Test
	void startWhenSpringConfiguresPathsLeavesHandlersWithoutPathAlone() {
		this.contextRunner.withUserConfiguration(Pathless.class, Sockets.class, SpringSockets.class)
			.run((context) -> assertThat(context.getBean(Handlers.class).describe())
				.extracting(HandlerDescription::name)
				.containsExactly("onClass", "onMethod"));
	}

	@Test
	void startWhenMappingOfOthersHasHandlerLeavesItAlone() {
		this.contextRunner.withUserConfiguration(Pathless.class, Sockets.class)
			.withBean("mappingOfOthers", SimpleUrlHandlerMapping.class)
			.run((context) -> assertThat(context.getBean(Handlers.class).describe())
				.extracting(HandlerDescription::name)
				.containsExactly("onClass", "onMethod"));
	}

	@Test
	void startWhenThereIsABrokerLeavesItsHandlerAlone() {
		this.contextRunner.withUserConfiguration(Sockets.class, Broker.class)
			.run((context) -> assertThat(context.getBean(Handlers.class).describe())
				.extracting(HandlerDescription::name)
				.containsExactly("onClass", "onMethod"));
	}

	@Test
	void startWhenPathIsThatOfHandlerFails() {
		this.contextRunner.withUserConfiguration(Sockets.class, Requests.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/prices")
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("Path '/prices' of handler 'onMethod' is the same as '/prices' of handler 'prices'.")));
	}

	@Test
	void startWhenTwoHandlersHaveSamePathFails() {
		this.contextRunner.withUserConfiguration(Sockets.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/also/{y}")
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("Path '/also/{y}' of handler 'onMethod' is the same as '/also/{x}' of handler 'onClass'.")));
	}

	@Test
	void startWhenPathIsNoPatternFails() {
		this.contextRunner.withUserConfiguration(Sockets.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/a/{x")
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("Path '/a/{x' of handler 'onMethod' is no path pattern")));
	}

	@Test
	void startWhenPropertiesNameNoHandlerFails() {
		this.contextRunner.withUserConfiguration(Sockets.class)
			.withPropertyValues("appinfra.net.handlers.onMetod.enabled=false")
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("belongs to no handler; the handlers are [onClass, onMethod]")));
	}

	@Test
	void startWhenHandlerIsOfBothKindsFails() {
		this.contextRunner.withUserConfiguration(Both.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription())
				.contains("Handler 'both' (%s) is both a RequestHandler and a WebSocketHandler."
					.formatted(BothHandler.class.getName()));
			assertThat(analysis.getAction()).contains("Make two beans of 'both', with a path each.");
		}));
	}

	@Test
	void startWhenHandlerOfBothKindsIsDisabledSucceeds() {
		this.contextRunner.withUserConfiguration(Both.class)
			.withPropertyValues("appinfra.net.handlers.both.enabled=false")
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).isEmpty());
	}

	private static ContextConsumer<AssertableWebApplicationContext> failure(Consumer<FailureAnalysis> requirements) {
		return (context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(FailureAnalyzedException.class,
					(failure) -> requirements.accept(failure.analysis()));
	}

	private static Iterable<String> servletNames(AssertableWebApplicationContext context) {
		assertThat(context).hasNotFailed();
		return context.getServletContext().getServletRegistrations().keySet();
	}

	static class PlainSocket extends AbstractWebSocketHandler {

	}

	@Route({ "/class", "/also/{x}" })
	static class RoutedSocket extends AbstractWebSocketHandler {

	}

	@Route("/both")
	static class BothHandler extends AbstractWebSocketHandler implements RequestHandler {

	}

	@Configuration(proxyBeanMethods = false)
	static class Sockets {

		@Bean
		RoutedSocket onClass() {
			return new RoutedSocket();
		}

		@Bean
		@Route("/method")
		WebSocketHandler onMethod() {
			return new PlainSocket();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Pathless {

		@Bean
		PlainSocket pathless() {
			return new PlainSocket();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Requests {

		@Bean
		@Route("/prices")
		RequestHandler prices() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.noContent().build();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Both {

		@Bean
		BothHandler both() {
			return new BothHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class SpringSockets {

		@Bean
		WebSocketConfigurer configurer(PlainSocket pathless) {
			return (registry) -> registry.addHandler(pathless, "/spring");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSocketMessageBroker
	static class Broker implements WebSocketMessageBrokerConfigurer {

		@Override
		public void registerStompEndpoints(StompEndpointRegistry registry) {
			registry.addEndpoint("/stomp");
		}

	}

}
