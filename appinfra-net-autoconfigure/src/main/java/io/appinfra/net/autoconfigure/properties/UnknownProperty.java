package io.appinfra.net.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * A property that has no effect.
 *
 * @param property the property, as its source spells it
 * @param name the name that nothing has, {@code null} if the key is what is wrong
 * @param problem what is wrong, in a sentence that names the property
 */
public record UnknownProperty(String property, @Nullable String name, String problem) {

	static UnknownProperty of(ConfigurationPropertySource source, SpelledName property, @Nullable String name,
			String problem) {
		String origin = PropertyProblems.origin(source.getConfigurationProperty(property.name()));
		return new UnknownProperty(property.toString(), name, "'%s'%s %s".formatted(property, origin, problem));
	}

}
