package io.appinfra.net.worker;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.appinfra.net.Role;

/**
 * Says of a bean that a worker does not have why that can be, since the web process has
 * created the same beans.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	MissingBeanFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		if (Role.of(this.environment) != Role.WORKER || cause instanceof NoUniqueBeanDefinitionException) {
			return null;
		}
		String bean = (cause.getResolvableType() != null) ? "of type '%s'".formatted(cause.getResolvableType())
				: "named '%s'".formatted(cause.getBeanName());
		String description = "%s needs a bean %s, which worker '%s' does not have.".formatted(whoNeedsIt(rootFailure),
				bean, this.environment.getProperty(Role.WORKER_NAME_PROPERTY));
		return new FailureAnalysis(description,
				"""
						If the web process has such a bean, it belongs to the web server, which a worker does not have, or it is there on \
						a condition that a worker does not meet, such as @ConditionalOnRole. Take an ObjectProvider of it where ticks can do \
						without it, define one for workers with @ConditionalOnRole(Role.WORKER), or run the tickers that need it \
						in-process ('appinfra.net.tickers.<name>.run-in: in-process').""",
				cause);
	}

	private String whoNeedsIt(Throwable rootFailure) {
		UnsatisfiedDependencyException innermost = null;
		for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
			if (failure instanceof UnsatisfiedDependencyException unsatisfied) {
				innermost = unsatisfied;
			}
		}
		if (innermost == null) {
			return "A ticker";
		}
		InjectionPoint point = innermost.getInjectionPoint();
		return "Bean '%s'".formatted(innermost.getBeanName()) + ((point != null) ? " (%s)".formatted(point) : "");
	}

}
