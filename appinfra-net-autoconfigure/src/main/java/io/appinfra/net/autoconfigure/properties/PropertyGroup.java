package io.appinfra.net.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Properties that have a prefix in common.
 */
public final class PropertyGroup {

	private PropertyGroup() {
	}

	/**
	 * Return the properties whose key a type does not have.
	 * @param environment the environment
	 * @param prefix what stands before the keys
	 * @param type a record, or a bean with fields
	 * @return the properties, each with what is wrong
	 */
	public static List<UnknownProperty> unknown(Environment environment, String prefix, Class<?> type) {
		PropertyKeys keys = new PropertyKeys(type);
		List<UnknownProperty> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			in(source, prefix).filter((property) -> !keys.contain(property, property.after(0, prefix)))
				.map((property) -> UnknownProperty.of(source, property, null,
						"is no property of '%s': these are %s".formatted(prefix, keys)))
				.forEach(unknown::add);
		}
		return unknown;
	}

	/**
	 * Return the keys that a type has.
	 * @param type a record, or a bean with fields
	 * @return the keys, in the order in which they are declared
	 */
	public static List<String> keys(Class<?> type) {
		return new PropertyKeys(type).names();
	}

	/**
	 * Return the properties that belong to none of the groups below a prefix. Environment
	 * variables are left out: the system sets some of that name for a service.
	 * @param environment the environment
	 * @param prefix what stands before the groups
	 * @param groups the groups that users set
	 * @param internal groups that there are beside these, which no message names
	 * @return the properties, each with what is wrong
	 */
	public static List<UnknownProperty> outside(Environment environment, String prefix, Collection<String> groups,
			Collection<String> internal) {
		List<UnknownProperty> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			in(source, prefix).filter((property) -> !property.ofVariable())
				.filter((property) -> Stream.concat(groups.stream(), internal.stream())
					.noneMatch((group) -> property.after(property.after(0, prefix), group) > 0))
				.map((property) -> UnknownProperty.of(source, property, null,
						"has no effect: below '%s' there are %s".formatted(prefix, groups)))
				.forEach(unknown::add);
		}
		return unknown;
	}

	/**
	 * Return the properties of one source.
	 * @param source the source
	 * @param prefix what they begin with
	 * @return the properties that have a value, in alphabetical order; none if the source
	 * does not know its names
	 */
	static Stream<SpelledName> in(ConfigurationPropertySource source, String prefix) {
		if (!(source instanceof IterableConfigurationPropertySource iterable)) {
			return Stream.empty();
		}
		return iterable.stream()
			.map((name) -> new SpelledName(source, name))
			.filter((property) -> isBelow(property, property.after(0, prefix)))
			.filter((property) -> hasValue(source, property.name()))
			.sorted((one, other) -> one.name().compareTo(other.name()));
	}

	private static boolean isBelow(SpelledName property, int end) {
		return end > 0 && end < property.length();
	}

	private static boolean hasValue(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return property != null && !"".equals(property.getValue());
	}

}
