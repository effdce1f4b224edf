package io.appinfra.net.worker.context;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.IncludeInWorkers;
import io.appinfra.net.Role;

/**
 * Finds the beans that are to come to life in a worker although no ticker needs them:
 * those that its {@code include} names, and those whose definitions say so.
 */
final class IncludedBeans {

	private static final ConfigurationPropertyName WORKERS = ConfigurationPropertyName.of("appinfra.net.workers");

	private static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName
		.of("appinfra.net.worker-defaults.include");

	private static final String TICKERS = "tickerGroup";

	/**
	 * What is here for workers is there when it is needed.
	 */
	private static final String OWN = "io.appinfra.net.autoconfigure.";

	private final DefaultListableBeanFactory beans;

	private final Environment environment;

	private final String worker;

	IncludedBeans(DefaultListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
		this.worker = environment.getProperty(Role.WORKER_NAME_PROPERTY, "");
	}

	/**
	 * Find them.
	 * @return the names of the beans
	 * @throws FailureAnalyzedException if one is named that does not exist
	 */
	Set<String> names() {
		Set<String> names = new LinkedHashSet<>(configured());
		Stream.of(this.beans.getBeanDefinitionNames())
			.filter((name) -> isMarked(this.beans.getBeanDefinition(name)))
			.forEach(names::add);
		return names;
	}

	private Set<String> configured() {
		ConfigurationPropertyName name = WORKERS.append(ConfigurationPropertyName.adapt(this.worker, '.'))
			.append("include");
		Binder binder = Binder.get(this.environment);
		Bindable<List<String>> type = Bindable.listOf(String.class);
		Set<String> included = new LinkedHashSet<>();
		binder.bind(name, type)
			.orElseGet(() -> binder.bind(DEFAULTS, type).orElseGet(List::of))
			.forEach((entry) -> included.addAll(named(entry)));
		return included;
	}

	private List<String> named(String entry) {
		if (this.beans.containsBean(entry)) {
			return List.of(entry);
		}
		ClassLoader classLoader = this.beans.getBeanClassLoader();
		String[] names = ClassUtils.isPresent(entry, classLoader)
				? this.beans.getBeanNamesForType(ClassUtils.resolveClassName(entry, classLoader)) : new String[0];
		// a parent context does not have all beans
		if (names.length == 0 && this.beans.containsBean(TICKERS)) {
			throw new FailureAnalyzedException(
					"Worker '%s' is to include '%s', and has no bean of this name or type.".formatted(this.worker,
							entry),
					"Correct 'appinfra.net.workers.%s.include', or see which condition leaves the bean out there."
						.formatted(this.worker));
		}
		return List.of(names);
	}

	private boolean isMarked(BeanDefinition definition) {
		if (!(definition instanceof AnnotatedBeanDefinition annotated)) {
			return false;
		}
		AnnotatedTypeMetadata method = annotated.getFactoryMethodMetadata();
		return !annotated.getMetadata().getClassName().startsWith(OWN)
				&& (isMarked(annotated.getMetadata()) || (method != null && isMarked(method)));
	}

	private boolean isMarked(AnnotatedTypeMetadata metadata) {
		MergedAnnotations annotations = metadata.getAnnotations();
		MergedAnnotation<IncludeInWorkers> include = annotations.get(IncludeInWorkers.class);
		MergedAnnotation<ConditionalOnRole> role = annotations.get(ConditionalOnRole.class);
		return (include.isPresent() && isNamed(include.getStringArray(MergedAnnotation.VALUE)))
				|| (role.isPresent() && role.getEnum(MergedAnnotation.VALUE, Role.class) == Role.WORKER);
	}

	private boolean isNamed(String[] workers) {
		return workers.length == 0 || List.of(workers).contains(this.worker);
	}

}
