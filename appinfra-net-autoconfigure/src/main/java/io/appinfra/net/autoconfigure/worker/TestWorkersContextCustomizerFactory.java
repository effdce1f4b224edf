package io.appinfra.net.autoconfigure.worker;

import java.util.List;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Lets tickers of workers run in-process in tests, unless a property says otherwise: a
 * worker has neither the mocks nor the connection details of a test, and costs a JVM for
 * each context.
 */
final class TestWorkersContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		return new Customizer();
	}

	/**
	 * Adds the property in the weakest place, where it is a default.
	 */
	private record Customizer() implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration test) {
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("appinfraTest", Map.of("appinfra.net.worker-defaults.enabled", false)));
		}

	}

}
