package io.appinfra.net.autoconfigure.startup;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration that fails startup with one clear line where the version of Spring
 * Boot is too old: otherwise a class would be missing, in the last of many causes. It
 * does so while configurations are read, since conditions look at classes of others next.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnMissingClass("org.springframework.boot.diagnostics.FailureAnalyzedException")
@Import(BootVersionAutoConfiguration.Refusal.class)
public final class BootVersionAutoConfiguration {

	static final class Refusal implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importing) {
			throw new BootVersionException(SpringBootVersion.getVersion());
		}

	}

}
