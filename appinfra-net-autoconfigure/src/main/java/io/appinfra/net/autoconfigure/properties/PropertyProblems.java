package io.appinfra.net.autoconfigure.properties;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reports each value that cannot be read, and goes on with the next.
 */
final class PropertyProblems extends AbstractBindHandler {

	private final Consumer<String> problems;

	PropertyProblems(Consumer<String> problems) {
		this.problems = problems;
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property == null) {
			this.problems.accept("has the property '%s', which cannot be read: %s".formatted(name, cause(error)));
		}
		else {
			Class<?> type = target.getType().toClass();
			this.problems.accept("has the property '%s' = '%s'%s, which %s".formatted(property.getName(),
					property.getValue(), origin(property),
					type.isEnum() ? "is none of " + constants(type) : "cannot be read: " + cause(error)));
		}
		return null;
	}

	private static @Nullable String cause(Exception error) {
		return NestedExceptionUtils.getMostSpecificCause(error).getMessage();
	}

	private static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

	/**
	 * Return where a property comes from, in the form in which it follows its name.
	 * @param property the property
	 * @return its origin, empty if it is not known
	 */
	static String origin(@Nullable ConfigurationProperty property) {
		return (property != null && property.getOrigin() != null) ? " (%s)".formatted(property.getOrigin()) : "";
	}

}
