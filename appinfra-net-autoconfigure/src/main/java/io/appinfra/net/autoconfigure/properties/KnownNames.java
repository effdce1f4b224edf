package io.appinfra.net.autoconfigure.properties;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names that properties can carry.
 */
final class KnownNames {

	private final Collection<String> names;

	private final Set<String> plain;

	private final Set<String> plainOfVariables;

	KnownNames(Collection<String> names) {
		this.names = names;
		this.plain = plain(false);
		this.plainOfVariables = plain(true);
	}

	private Set<String> plain(boolean ofVariable) {
		return this.names.stream()
			.map((name) -> SpelledName.plain(name, ofVariable))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Return what follows those names that a property carries.
	 * @param property the property
	 * @param from the element that the name begins at
	 * @return the element that follows each
	 */
	Stream<Integer> ends(SpelledName property, int from) {
		Set<String> names = property.ofVariable() ? this.plainOfVariables : this.plain;
		return property.ends(from)
			.entrySet()
			.stream()
			.filter((end) -> names.contains(end.getKey()))
			.map(Map.Entry::getValue);
	}

	@Override
	public String toString() {
		return this.names.toString();
	}

}
