package io.appinfra.net.worker;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationContextFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.util.ReflectionTestUtils;

import io.appinfra.net.Role;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Adaptation}.
 */
class AdaptationTests {

	@Test
	void environmentOfOtherApplicationIsThatOfAWorkerButOfNoWebApplication() {
		Adaptation adaptation = new Adaptation(
				Map.of(Role.WORKER_NAME_PROPERTY, "default", Role.CONTEXT_PATH_PROPERTY, "/shop"), (context) -> {
				});
		StandardEnvironment environment = new StandardEnvironment();
		adaptation.differ(environment);
		assertThat(environment.getProperty(Role.WORKER_NAME_PROPERTY)).isEqualTo("default");
		assertThat(environment.containsProperty(Role.CONTEXT_PATH_PROPERTY)).isFalse();
	}

	@Test
	void contextWhenOwnApplicationIsReactiveIsReactive() {
		Adaptation adaptation = new Adaptation(Map.of(Role.REACTIVE_PROPERTY, "true"), (context) -> {
		});
		assertThat(context(adaptation, true)).isInstanceOf(ReactiveWebApplicationContext.class);
		assertThat(context(adaptation, false)).isNotInstanceOf(ReactiveWebApplicationContext.class);
		assertThat(context(new Adaptation(Map.of(), (context) -> {
		}), true)).isNotInstanceOf(ReactiveWebApplicationContext.class);
	}

	private static ApplicationContext context(Adaptation adaptation, boolean own) {
		SpringApplication application = new SpringApplication();
		adaptation.apply(application, null, own);
		Object factory = ReflectionTestUtils.getField(application, "applicationContextFactory");
		return ((ApplicationContextFactory) factory).create(WebApplicationType.NONE);
	}

	@Test
	void listenersThatReportOnPropertiesOfTheWebProcessAreLeftOut() {
		SpringApplication application = new SpringApplication();
		application.addListeners(new PropertiesMigrationListener(), new OfApplication());
		new Adaptation(Map.of(), (context) -> {
		}).apply(application, null, true);
		assertThat(application.getListeners()).filteredOn(StartupListener.class::isInstance)
			.extracting("listener")
			.hasAtLeastOneElementOfType(OfApplication.class)
			.doesNotHaveAnyElementsOfTypes(PropertiesMigrationListener.class);
	}

	/**
	 * Has the name of the listener of the properties migrator.
	 */
	static class PropertiesMigrationListener implements ApplicationListener<SpringApplicationEvent> {

		@Override
		public void onApplicationEvent(SpringApplicationEvent event) {
		}

	}

	static class OfApplication implements ApplicationListener<SpringApplicationEvent> {

		@Override
		public void onApplicationEvent(SpringApplicationEvent event) {
		}

	}

}
