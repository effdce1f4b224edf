package io.appinfra.net.autoconfigure.properties;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * The names that the properties of one source may carry: where a name ends and the key
 * begins is not known without it.
 *
 * @param spellings what the properties begin with, by the plain text of the name
 * @param ofVariables whether the properties are environment variables
 */
record FoundNames(Map<String, Set<ConfigurationPropertyName>> spellings, boolean ofVariables) {

	/**
	 * Find the names in a source.
	 * @param source the source
	 * @param prefix what stands before the names
	 * @return the names
	 */
	static FoundNames in(ConfigurationPropertySource source, String prefix) {
		Map<String, Set<ConfigurationPropertyName>> spellings = new HashMap<>();
		PropertyGroup.in(source, prefix)
			.forEach((property) -> property.ends(property.after(0, prefix))
				.forEach((text, end) -> spellings.computeIfAbsent(text, (name) -> new LinkedHashSet<>())
					.add(property.name().chop(end))));
		return new FoundNames(spellings, SpelledName.areVariables(source));
	}

	/**
	 * Return the spellings of a name.
	 * @param name the name
	 * @return what the properties that carry it begin with
	 */
	Set<ConfigurationPropertyName> of(String name) {
		return this.spellings.getOrDefault(SpelledName.plain(name, this.ofVariables), Set.of());
	}

}
