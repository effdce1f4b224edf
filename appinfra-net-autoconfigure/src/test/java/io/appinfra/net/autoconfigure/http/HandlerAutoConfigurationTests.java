package io.appinfra.net.autoconfigure.http;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServlet;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.UserRoleAuthorizationInterceptor;

import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.http.servlet.HandlerServletRegistrar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HandlerAutoConfiguration.class));

	private final WebApplicationContextRunner serverRunner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withPropertyValues("server.port=0")
		.withConfiguration(AutoConfigurations.of(HandlerAutoConfiguration.class, WebMvcAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class));

	@Test
	void handlersWhenNoneAreDefinedAreEmpty() {
		this.contextRunner.run((context) -> assertThat(context.getBean(Handlers.class).describe()).isEmpty());
	}

	@Test
	void handlersWhenDefinedHavePathsAndMethods() {
		this.contextRunner.withUserConfiguration(ClassRoute.class, MethodRoute.class)
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).containsExactly(
					new HandlerDescription("onClass", List.of("/class", "/also/{x}"),
							List.of("GET", "HEAD", "OPTIONS")),
					new HandlerDescription("onMethod", List.of("/method"), List.of("GET", "HEAD", "OPTIONS"))));
	}

	@Test
	void handlersWhenNoWebApplicationAreAbsent() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HandlerAutoConfiguration.class))
			.withUserConfiguration(MethodRoute.class)
			.run((context) -> assertThat(context).doesNotHaveBean(Handlers.class));
	}

	@Test
	void startWhenInterceptorWouldGuardHandlerWarns(CapturedOutput output) {
		this.serverRunner.withUserConfiguration(ClassRoute.class, MethodRoute.class, Interceptors.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().lines().filter((line) -> line.contains("is around controllers alone"))).hasSize(2)
			.allMatch((line) -> line.contains("does not guard the handlers at [/method]"))
			.anyMatch((line) -> line.contains(Guard.class.getName()))
			.anyMatch((line) -> line.contains(UserRoleAuthorizationInterceptor.class.getName()));
	}

	@Test
	void startWhenNobodyServesHandlersFails() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(UnservedHandlerAutoConfiguration.class))
			.withUserConfiguration(MethodRoute.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("[onMethod] would be reachable nowhere"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(UnservedHandlerAutoConfiguration.class))
			.withUserConfiguration(MethodRoute.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("[onMethod] would be reachable nowhere"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.role=WORKER", "appinfra.net.handlers.on-method.enabled=false",
			"org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true" })
	void startWhenNobodyShallServeHandlersSucceeds(String property) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(UnservedHandlerAutoConfiguration.class))
			.withUserConfiguration(MethodRoute.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void handlersWhenProcessIsWorkerAreAbsent() {
		this.contextRunner.withUserConfiguration(MethodRoute.class)
			.withPropertyValues("appinfra.net.role=WORKER")
			.run((context) -> assertThat(context).doesNotHaveBean(Handlers.class)
				.doesNotHaveBean(HandlerServletRegistrar.class));
	}

	@Test
	void handlersWhenSpringWebMvcIsMissingAreAbsent() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ServerResponse.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Handlers.class));
	}

	@Test
	void handlersWhenOptionalDependenciesAreMissingAreServed() {
		this.serverRunner.withUserConfiguration(MethodRoute.class)
			.withClassLoader(new FilteredClassLoader(Observation.class, MDC.class, ClientAbortException.class,
					SecurityContextHolder.class))
			.run((context) -> assertThat(servletNames(context)).contains("onMethod"));
	}

	@Test
	void pathWhenConfiguredOverridesRoute() {
		this.contextRunner.withUserConfiguration(MethodRoute.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/one,/two/{x}")
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).singleElement()
				.satisfies((handler) -> assertThat(handler.paths()).containsExactly("/one", "/two/{x}")));
	}

	@Test
	void pathWhenThereIsNoRouteIsConfigured() {
		this.contextRunner.withUserConfiguration(NoRoute.class)
			.withPropertyValues("appinfra.net.handlers.pathless.path=/one")
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).singleElement()
				.satisfies((handler) -> assertThat(handler.paths()).containsExactly("/one")));
	}

	@Test
	void servletWhenHandlerIsDisabledIsAbsent() {
		this.serverRunner.withUserConfiguration(ClassRoute.class, MethodRoute.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.enabled=false")
			.run((context) -> assertThat(servletNames(context)).contains("onClass").doesNotContain("onMethod"));
	}

	@Test
	void servletWhenHandlerIsLazyObtainsItAsServerStarts() {
		this.serverRunner.withUserConfiguration(LazyRoute.class)
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("lazy")).isTrue());
	}

	@Test
	void servletWhenHandlerCannotBeCreatedFailsStart() {
		this.serverRunner.withUserConfiguration(BrokenLazyRoute.class)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("cannot be created"));
	}

	@Test
	void startWhenHandlerHasNoPathFails() {
		this.contextRunner.withUserConfiguration(NoRoute.class).run(failure((analysis) -> {
			assertThat(analysis.getDescription())
				.contains("Handler 'pathless' (%s) has no path.".formatted(GetHandler.class.getName()));
			assertThat(analysis.getAction()).contains("Add @Route to the class or the @Bean method of 'pathless'",
					"'appinfra.net.handlers.pathless.path'");
		}));
	}

	@Test
	void startWhenTwoHandlersHaveSamePathFails() {
		this.contextRunner.withUserConfiguration(ClassRoute.class, MethodRoute.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/also/{y}")
			.run(failure((analysis) -> {
				assertThat(analysis.getDescription()).contains(
						"Path '/also/{y}' of handler 'onMethod' is the same as '/also/{x}' of handler 'onClass'.");
				assertThat(analysis.getAction()).contains("'appinfra.net.handlers.onMethod.path'",
						"'appinfra.net.handlers.onMethod.enabled=false'");
			}));
	}

	@Test
	void startWhenPathIsNoPatternFails() {
		this.contextRunner.withUserConfiguration(MethodRoute.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/a/{x")
			.run(failure((analysis) -> {
				assertThat(analysis.getDescription()).contains("Path '/a/{x' of handler 'onMethod' is no path pattern");
				assertThat(analysis.getAction()).contains("'appinfra.net.handlers.onMethod.path'");
			}));
	}

	@Test
	void startWhenPropertiesNameNoHandlerFails() {
		this.contextRunner.withUserConfiguration(ClassRoute.class, MethodRoute.class)
			.withPropertyValues("appinfra.net.handlers.onMetod.enabled=false")
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains(
					"appinfra.net.handlers.onMetod.enabled",
					"belongs to no handler; the handlers are [onClass, onMethod]")));
	}

	@ParameterizedTest
	@CsvSource({ "appinfra.net.handlers.onMethod.max-concurent=5, max-concurent",
			"appinfra.net.handler-defaults.max-bodysizes=5, max-bodysizes" })
	void startWhenPropertyIsMisspeltFails(String property, String key) {
		this.contextRunner.withUserConfiguration(MethodRoute.class)
			.withPropertyValues(property)
			.run(failure((analysis) -> assertThat(analysis.getDescription()).contains(key, "is no property of")
				.contains("max-concurrent")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.handlers.cases.NestedHandler.path=/other",
			"appinfra.net.handlers[cases.NestedHandler].path=/other",
			"appinfra.net.handlers.cases.nested-handler.path=/other" })
	void pathWhenNameOfHandlerHasDotsIsConfigured(String property) {
		this.contextRunner.withBean("cases.NestedHandler", RoutedHandler.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).singleElement()
				.satisfies((handler) -> assertThat(handler.paths()).containsExactly("/other")));
	}

	@Test
	void pathWhenEnvironmentVariableNamesHandlerIsConfigured() {
		this.contextRunner.withBean("cases.NestedHandler", RoutedHandler.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("APPINFRA_NET_HANDLERS_CASES_NESTEDHANDLER_PATH", "/other"))))
			.run((context) -> assertThat(context.getBean(Handlers.class).describe()).singleElement()
				.satisfies((handler) -> assertThat(handler.paths()).containsExactly("/other")));
	}

	@Test
	void startWhenHandlerIsNullFails() {
		this.serverRunner.withUserConfiguration(NullHandler.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("Handler 'nothing' is null"));
	}

	@Test
	void startWhenHandlerIsPrototypeFails() {
		this.contextRunner.withUserConfiguration(PrototypeRoute.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("Handler 'prototype' is no singleton: its scope is 'prototype'")));
	}

	@Test
	void startWhenFilterIsNoSingletonFails() {
		this.contextRunner.withUserConfiguration(PrototypeFilter.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("Filter 'prototypeFilter' is no singleton")));
	}

	@Test
	void startWhenHandlerHasScopedProxySucceeds() {
		this.serverRunner.withUserConfiguration(RequestScopedRoute.class)
			.run((context) -> assertThat(servletNames(context)).contains("scoped"));
	}

	@Test
	void startWhenThereAreSeveralProblemsNamesAll() {
		this.contextRunner.withUserConfiguration(NoRoute.class, MethodRoute.class)
			.withPropertyValues("appinfra.net.handlers.onMethod.path=/{,/b/{*x}/c",
					"appinfra.net.handlers.other.enabled=true")
			.run(failure((analysis) -> {
				assertThat(analysis.getDescription().lines().filter((line) -> line.startsWith("    - "))).hasSize(4);
				assertThat(analysis.getAction().lines().filter((line) -> line.startsWith("    - "))).hasSize(4);
			}));
	}

	@Test
	void startWhenServletOfSameNameExistsFails() {
		this.serverRunner.withUserConfiguration(ServletNameRoute.class)
			.run(failure((analysis) -> assertThat(analysis.getDescription())
				.contains("There is a servlet of the name 'default' besides the handler.")));
	}

	private static ContextConsumer<AssertableWebApplicationContext> failure(Consumer<FailureAnalysis> requirements) {
		return (context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof FailureAnalyzedException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isNotNull();
			requirements.accept(((FailureAnalyzedException) failure).analysis());
		};
	}

	private static Iterable<String> servletNames(AssertableWebApplicationContext context) {
		assertThat(context).hasNotFailed();
		return context.getServletContext().getServletRegistrations().keySet();
	}

	static class GetHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.noContent().build();
		}

	}

	@Route({ "/class", "/also/{x}" })
	static class RoutedHandler extends GetHandler {

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new Guard()).addPathPatterns("/method/**", "/class").excludePathPatterns("/class");
			registry.addInterceptor(new Guard()).addPathPatterns("/elsewhere/**");
			registry.addInterceptor(new UserRoleAuthorizationInterceptor()).addPathPatterns("/method");
		}

	}

	static class Guard implements HandlerInterceptor {

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassRoute {

		@Bean
		RoutedHandler onClass() {
			return new RoutedHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NullHandler {

		@Bean
		@Route("/nothing")
		@Nullable RequestHandler nothing() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MethodRoute {

		@Bean
		@Route("/method")
		RequestHandler onMethod() {
			return new GetHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoRoute {

		@Bean
		RequestHandler pathless() {
			return new GetHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyRoute {

		@Bean
		@Lazy
		@Route("/lazy")
		RequestHandler lazy() {
			return new GetHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenLazyRoute {

		@Bean
		@Lazy
		@Route("/lazy")
		RequestHandler lazy() {
			throw new IllegalStateException("cannot be created");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeRoute {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		@Route("/prototype")
		RequestHandler prototype() {
			return new GetHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeFilter {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		@Route("/admin/**")
		HandlerFilterFunction<ServerResponse, ServerResponse> prototypeFilter() {
			return (request, next) -> next.handle(request);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RequestScopedRoute {

		@Bean
		@Scope(scopeName = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
		RoutedHandler scoped() {
			return new RoutedHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletNameRoute {

		@Bean
		ServletRegistrationBean<OtherServlet> other() {
			ServletRegistrationBean<OtherServlet> registration = new ServletRegistrationBean<>(new OtherServlet(),
					"/other");
			registration.setName("default");
			return registration;
		}

		@Bean("default")
		@Route("/default")
		RequestHandler handler() {
			return new GetHandler();
		}

	}

	static class OtherServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

	}

}
