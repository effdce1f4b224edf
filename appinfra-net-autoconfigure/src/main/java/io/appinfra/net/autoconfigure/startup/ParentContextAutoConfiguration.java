package io.appinfra.net.autoconfigure.startup;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.declaration.TickerBeans;

/**
 * Auto-configuration that fails startup where a parent of the application's context has
 * tickers or handlers, and no auto-configuration of its own: they would never run.
 */
@AutoConfiguration
@ConditionalOnRole(Role.WEB)
public final class ParentContextAutoConfiguration {

	@Bean
	Checked parentTickers(ApplicationContext context) {
		return check("tickers", "tick", context, TickerBeans::names);
	}

	private static Checked check(String what, String does, ApplicationContext context,
			Function<ConfigurableListableBeanFactory, List<String>> names) {
		ApplicationContext parent = context.getParent();
		while (parent instanceof ConfigurableApplicationContext configurable) {
			ConfigurableListableBeanFactory beans = configurable.getBeanFactory();
			if (beans.getBeanNamesForType(SharedState.class, true, false).length == 0) {
				check(what, does, parent, names.apply(beans));
			}
			parent = parent.getParent();
		}
		return new Checked();
	}

	private static void check(String what, String does, ApplicationContext parent, List<String> names) {
		if (!names.isEmpty()) {
			throw new FailureAnalyzedException(
					"The %s %s would never %s: they are in '%s', a parent of the application's context, which has no auto-configuration."
						.formatted(what, names, does, parent.getDisplayName()),
					"Move them to the context of the application, or have @EnableAutoConfiguration on a class of the"
							+ " parent, which makes it an application with tickers and workers of its own.");
		}
	}

	/**
	 * Looks for handlers.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ServerResponse.class)
	static class Handlers {

		@Bean
		Checked parentHandlers(ApplicationContext context) {
			return check("handlers", "answer", context,
					(beans) -> Stream.of(beans.getBeanNamesForType(RequestHandler.class, true, false)).toList());
		}

	}

	/**
	 * Says that there are none.
	 */
	static final class Checked {

	}

}
