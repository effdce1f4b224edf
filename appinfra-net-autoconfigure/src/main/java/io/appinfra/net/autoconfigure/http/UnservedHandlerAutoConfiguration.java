package io.appinfra.net.autoconfigure.http;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.http.RequestHandler;

/**
 * Auto-configuration that fails startup where there are handlers and no servlets.
 */
@AutoConfiguration
@Conditional(UnservedHandlerAutoConfiguration.OnNoServletApplication.class)
@ConditionalOnClass(ServerResponse.class)
@ConditionalOnRole(Role.WEB)
public final class UnservedHandlerAutoConfiguration {

	/**
	 * The property of a test, which may have no web environment on purpose.
	 */
	private static final String TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

	@Bean
	static UnservedHandlers unservedHandlers(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		List<String> names = environment.getProperty(TEST, Boolean.class, false) ? List.of()
				: enabledHandlers(beanFactory, environment);
		if (!names.isEmpty()) {
			throw new FailureAnalyzedException(
					"The handlers %s would be reachable nowhere: this is no servlet application.".formatted(names),
					"Have the application be a servlet application (spring-boot-starter-webmvc on the class path,"
							+ " spring.main.web-application-type=servlet), or leave the handlers out, with"
							+ " 'appinfra.net.handlers.<bean-name>.enabled=false' or a condition such as"
							+ " @ConditionalOnWebApplication.");
		}
		return new UnservedHandlers();
	}

	private static List<String> enabledHandlers(ListableBeanFactory beanFactory, Environment environment) {
		EnvironmentHandlerConfiguration configuration = new EnvironmentHandlerConfiguration(environment,
				new HandlerDefaultsProperties());
		return Stream.of(beanFactory.getBeanNamesForType(RequestHandler.class, true, false))
			.filter((name) -> configuration.get(name, (problem) -> {
			}).enabled())
			.toList();
	}

	/**
	 * Whether the application is no servlet application.
	 */
	static class OnNoServletApplication extends NoneNestedConditions {

		OnNoServletApplication() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		/**
		 * What must not be.
		 */
		@ConditionalOnWebApplication(type = Type.SERVLET)
		static class OnServletApplication {

		}

	}

	/**
	 * Says that there are none.
	 */
	static final class UnservedHandlers {

	}

}
