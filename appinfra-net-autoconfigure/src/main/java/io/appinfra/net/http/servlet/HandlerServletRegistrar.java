package io.appinfra.net.http.servlet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.limits.Deadlines;
import io.appinfra.net.http.registration.HandlerDefinition;
import io.appinfra.net.http.registration.RegisteredHandlers;
import io.appinfra.net.http.routing.ControllerPatternFinder;
import io.appinfra.net.http.routing.ControllerPatterns;
import io.appinfra.net.http.routing.Router;

/**
 * Registers one servlet for each handler, named after its bean. The beans of the handlers
 * are obtained when the container starts the servlets, after all other singletons.
 */
public final class HandlerServletRegistrar implements ServletContextInitializer, DisposableBean {

	private static final Log logger = LogFactory.getLog(HandlerServletRegistrar.class);

	private final RegisteredHandlers handlers;

	private final @Nullable MultipartConfigElement multipartConfig;

	private final Deadlines deadlines = new Deadlines();

	private final Map<HandlerDefinition, Supplier<HandlerRunner>> runners = new LinkedHashMap<>();

	private @Nullable Router<Supplier<HandlerRunner>> router;

	/**
	 * Create a registrar.
	 * @param handlers the handlers
	 * @param support what the handlers have in common
	 * @param multipartConfig how multipart requests are read, or {@code null} if they are
	 * not
	 */
	public HandlerServletRegistrar(RegisteredHandlers handlers, HandlerSupport support,
			@Nullable MultipartConfigElement multipartConfig) {
		this.handlers = handlers;
		this.multipartConfig = multipartConfig;
		HandlerRunnerFactory factory = new HandlerRunnerFactory(handlers, support, this.deadlines);
		handlers.definitions()
			.forEach((definition) -> this.runners.put(definition,
					SingletonSupplier.of(() -> factory.create(definition))));
	}

	@Override
	public void onStartup(ServletContext servletContext) {
		if (!SpringAnswers.CURRENT.areKnown()) {
			logger.warn("This version of Spring is unknown: HEAD begins streams, and answers cost more time.");
		}
		Router<Supplier<HandlerRunner>> router = router(servletContext,
				OtherServlets.prefixesOfDispatcherServlet(servletContext));
		HandlerServletRegistrations registrations = new HandlerServletRegistrations(servletContext,
				this.multipartConfig);
		OtherServlets others = new OtherServlets(servletContext, this.runners.keySet());
		this.runners
			.forEach((definition, runner) -> registrations.add(definition, new HandlerServlet(runner, router, others)));
		registrations.throwIfAnyFailed();
		this.router = router;
	}

	/**
	 * Create a mapping that has {@code DispatcherServlet} serve handlers as well.
	 * @param servletContext the context, in which the handlers are registered unless
	 * there is no container
	 * @return the mapping
	 */
	public HandlerMapping createMapping(ServletContext servletContext) {
		Router<Supplier<HandlerRunner>> router = this.router;
		return new HandlerDispatcherMapping((router != null) ? router : router(servletContext, List.of("")));
	}

	private Router<Supplier<HandlerRunner>> router(ServletContext servletContext, List<String> prefixes) {
		ControllerPatternFinder finder = new ControllerPatternFinder(this.handlers.beanFactory(), prefixes);
		Map<PathPattern, Supplier<HandlerRunner>> targets = new LinkedHashMap<>();
		this.runners
			.forEach((definition, runner) -> definition.patterns().forEach((pattern) -> targets.put(pattern, runner)));
		return new Router<>(servletContext.getContextPath(), targets, new ControllerPatterns(finder::find));
	}

	@Override
	public void destroy() {
		this.deadlines.close();
	}

}
