package io.appinfra.net.autoconfigure.properties;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * A source of properties that has, below one name, what another source has below any of
 * its spellings.
 */
final class SpelledSource implements IterableConfigurationPropertySource {

	private final ConfigurationPropertySource source;

	private final ConfigurationPropertyName name;

	private final Collection<ConfigurationPropertyName> spellings;

	SpelledSource(ConfigurationPropertySource source, ConfigurationPropertyName name,
			Collection<ConfigurationPropertyName> spellings) {
		this.source = source;
		this.name = name;
		this.spellings = spellings;
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		return spelled(name).map(this.source::getConfigurationProperty)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		List<ConfigurationPropertyState> states = spelled(name).map(this.source::containsDescendantOf).toList();
		if (states.contains(ConfigurationPropertyState.PRESENT)) {
			return ConfigurationPropertyState.PRESENT;
		}
		return states.contains(ConfigurationPropertyState.UNKNOWN) ? ConfigurationPropertyState.UNKNOWN
				: ConfigurationPropertyState.ABSENT;
	}

	private Stream<ConfigurationPropertyName> spelled(ConfigurationPropertyName name) {
		if (!name.equals(this.name) && !this.name.isAncestorOf(name)) {
			return Stream.empty();
		}
		return this.spellings.stream().map((spelling) -> move(name, this.name, spelling));
	}

	@Override
	public Stream<ConfigurationPropertyName> stream() {
		return (this.source instanceof IterableConfigurationPropertySource iterable)
				? iterable.stream().flatMap(this::renamed) : Stream.empty();
	}

	private Stream<ConfigurationPropertyName> renamed(ConfigurationPropertyName property) {
		return this.spellings.stream()
			.filter((spelling) -> spelling.isAncestorOf(property))
			.map((spelling) -> move(property, spelling, this.name));
	}

	/**
	 * Element by element, since {@link ConfigurationPropertyName#subName} fails for names
	 * that were appended to and have more than a few.
	 */
	private static ConfigurationPropertyName move(ConfigurationPropertyName name, ConfigurationPropertyName from,
			ConfigurationPropertyName to) {
		ConfigurationPropertyName moved = to;
		for (int i = from.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			boolean indexed = name.chop(i + 1).isLastElementIndexed();
			moved = moved.append(ConfigurationPropertyName.adapt(indexed ? "[" + element + "]" : element, '.'));
		}
		return moved;
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

}
