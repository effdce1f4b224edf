package io.appinfra.net.autoconfigure.state;

import java.util.Locale;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Why there is no store of the kind that is configured.
 */
final class StateStoreFailures {

	private StateStoreFailures() {
	}

	static FailureAnalyzedException missing(StateProperties.Store store) {
		String name = store.name().toLowerCase(Locale.ROOT);
		return new FailureAnalyzedException(
				"'appinfra.net.state.store' is '%s', but what it needs is not on the class path.".formatted(name),
				"Add %s, or remove the property.".formatted(dependency(store)));
	}

	private static String dependency(StateProperties.Store store) {
		return switch (store) {
			case LOCAL -> "the dependency 'org.springframework.boot:spring-boot-starter'";
			case REDIS ->
				"the dependency 'org.springframework.boot:spring-boot-starter-data-redis' with its client Lettuce "
						+ "('io.lettuce:lettuce-core'), which the shared state uses also where the application uses Jedis";
			case JDBC -> "the dependency 'org.springframework.boot:spring-boot-starter-jdbc'";
		};
	}

}
