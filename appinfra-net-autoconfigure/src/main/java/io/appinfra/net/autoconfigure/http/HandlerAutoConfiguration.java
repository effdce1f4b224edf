package io.appinfra.net.autoconfigure.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.shutdown.ShutdownBudget;
import io.appinfra.net.http.OpenConnections;
import io.appinfra.net.http.registration.HandlerKind;
import io.appinfra.net.http.registration.RegisteredHandlers;
import io.appinfra.net.http.servlet.HandlerServletRegistrar;
import io.appinfra.net.http.servlet.HandlerSupport;
import io.appinfra.net.http.servlet.InterceptorCheck;
import io.appinfra.net.http.servlet.OpenStreams;
import io.appinfra.net.shutdown.DrainFilter;

/**
 * Auto-configuration of handlers: finds them and has the servlet container serve them.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration",
		"org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration" })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Servlet.class, ServerResponse.class })
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties({ HandlersProperties.class, HttpProperties.class })
public final class HandlerAutoConfiguration {

	@Bean
	RegisteredHandlers requestHandlers(ConfigurableListableBeanFactory beanFactory, HandlersProperties properties,
			Environment environment, ObjectProvider<HandlerKind> otherKinds) {
		return new RegisteredHandlers(beanFactory,
				new EnvironmentHandlerConfiguration(environment, properties.getHandlerDefaults()),
				otherKinds.stream().toList());
	}

	@Bean
	HandlerServletRegistrar requestHandlerServletRegistrar(RegisteredHandlers handlers,
			@Qualifier("requestMappingHandlerAdapter") ObjectProvider<RequestMappingHandlerAdapter> handlerAdapter,
			ObjectProvider<MultipartConfigElement> multipartConfig, ObjectProvider<WebMvcProperties> mvcProperties,
			HttpProperties properties, Environment environment, OpenStreams streams,
			ObjectProvider<FilterRegistrationBean<DrainFilter>> drainFilter, BeanFactory beanFactory,
			MessageSource messages) {
		WebMvcProperties mvc = mvcProperties.getIfAvailable();
		HandlerSupport support = new HandlerSupport(() -> messageConverters(handlerAdapter),
				(mvc != null) ? mvc.getAsync().getRequestTimeout() : null,
				WaitingThreadsFactory.create(environment, properties.getMaxWaitingThreads()), streams,
				beforeAnswer(drainFilter.getIfAvailable()),
				SingletonSupplier.ofNullable(() -> localeResolver(beanFactory)), messages);
		return new HandlerServletRegistrar(handlers, support, multipartConfig.getIfAvailable());
	}

	@Bean
	HandlerMapping requestHandlerMapping(HandlerServletRegistrar registrar, ServletContext servletContext) {
		return registrar.createMapping(servletContext);
	}

	@Bean
	InterceptorCheck interceptorCheck(RegisteredHandlers handlers,
			ObjectProvider<RequestMappingHandlerMapping> controllers) {
		return new InterceptorCheck(handlers,
				() -> controllers.orderedStream()
					.map(AbstractHandlerMapping::getAdaptedInterceptors)
					.filter(Objects::nonNull)
					.flatMap(Stream::of)
					.distinct()
					.toList());
	}

	@Bean
	OpenStreams openEventStreams() {
		return new OpenStreams();
	}

	@Bean
	OpenConnectionsLifecycle openConnectionsLifecycle(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<OpenConnections> connections, Environment environment) {
		return new OpenConnectionsLifecycle(beanFactory, connections.stream().toList(),
				ShutdownBudget.withinPhase(environment));
	}

	private static BiConsumer<HttpServletRequest, HttpServletResponse> beforeAnswer(
			@Nullable FilterRegistrationBean<DrainFilter> drainFilter) {
		DrainFilter filter = (drainFilter != null) ? drainFilter.getFilter() : null;
		return (filter != null) ? filter::endConnection : (request, response) -> {
		};
	}

	private static @Nullable LocaleResolver localeResolver(BeanFactory beanFactory) {
		String name = DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME;
		return beanFactory.containsBean(name) ? beanFactory.getBean(name, LocaleResolver.class) : null;
	}

	private static List<HttpMessageConverter<?>> messageConverters(
			ObjectProvider<RequestMappingHandlerAdapter> handlerAdapter) {
		RequestMappingHandlerAdapter adapter = handlerAdapter.getIfAvailable();
		if (adapter != null) {
			return adapter.getMessageConverters();
		}
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		HttpMessageConverters.forServer().registerDefaults().build().forEach(converters::add);
		return converters;
	}

}
