package io.appinfra.net.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Properties that carry a name, such as that of a bean, between their prefix and their
 * key: {@code appinfra.net.tickers.<name>.interval}. They are found in whichever spelling
 * a source has them: a name may have dots, stand in brackets, or come from an environment
 * variable. Safe for use by many threads.
 *
 * @param <T> the type that the keys are bound to: a record, or a bean with fields
 */
public final class NamedProperties<T> {

	private final Environment environment;

	private final String prefix;

	private final String kind;

	private final Class<T> type;

	private final PropertyKeys keys;

	private final @Nullable String defaults;

	/**
	 * The names in each source as they were at the first look. To look through all
	 * properties for each name would take minutes where there are thousands.
	 */
	private final Map<Object, FoundNames> found = Collections.synchronizedMap(new IdentityHashMap<>());

	private NamedProperties(Environment environment, String prefix, String kind, Class<T> type,
			@Nullable String defaults) {
		this.environment = environment;
		this.prefix = prefix;
		this.kind = kind;
		this.type = type;
		this.keys = new PropertyKeys(type);
		this.defaults = defaults;
	}

	/**
	 * Create properties.
	 * @param environment the environment that has them
	 * @param prefix what stands before the name, such as {@code appinfra.net.tickers}
	 * @param kind what has the names, in one word, such as {@code ticker}
	 * @param type the type that the keys are bound to
	 * @param <T> the type that the keys are bound to
	 * @return the properties
	 */
	public static <T> NamedProperties<T> of(Environment environment, String prefix, String kind, Class<T> type) {
		return new NamedProperties<>(environment, prefix, kind, type, null);
	}

	/**
	 * Return these properties with defaults for all names.
	 * @param defaults what stands before the keys of the defaults, such as
	 * {@code appinfra.net.worker-defaults}
	 * @return the properties
	 */
	public NamedProperties<T> withDefaults(String defaults) {
		return new NamedProperties<>(this.environment, this.prefix, this.kind, this.type, defaults);
	}

	/**
	 * Return the properties of one name.
	 * @param name the name
	 * @param problems receives each value that cannot be read, in words that follow the
	 * name
	 * @return what the keys are bound to
	 */
	public T get(String name, Consumer<String> problems) {
		ConfigurationPropertyName bound = dotted(name);
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			sources.add(new SpelledSource(source, bound, spellings(source, name)));
		}
		if (this.defaults != null) {
			List<ConfigurationPropertyName> spellings = List.of(ConfigurationPropertyName.of(this.defaults));
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				sources.add(new SpelledSource(source, bound, spellings));
			}
		}
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment)).bindOrCreate(bound,
				Bindable.of(this.type), new PropertyProblems(problems));
	}

	private Collection<ConfigurationPropertyName> spellings(ConfigurationPropertySource source, String name) {
		Set<ConfigurationPropertyName> spellings = new LinkedHashSet<>();
		spellings.add(dotted(name));
		spellings.add(ConfigurationPropertyName.of(this.prefix).append("[" + name + "]"));
		spellings.addAll(found(source).of(name));
		return spellings;
	}

	private FoundNames found(ConfigurationPropertySource source) {
		Object underlying = source.getUnderlyingSource();
		return this.found.computeIfAbsent((underlying != null) ? underlying : source,
				(key) -> FoundNames.in(source, this.prefix));
	}

	private ConfigurationPropertyName dotted(String name) {
		return ConfigurationPropertyName.of(this.prefix).append(ConfigurationPropertyName.adapt(name, '.'));
	}

	private int start(SpelledName property) {
		return property.after(0, this.prefix);
	}

	/**
	 * Return the properties that belong to none of the names, or have a key that there is
	 * not, also among the defaults.
	 * @param names the names that there are
	 * @return the properties
	 */
	public List<UnknownProperty> unknown(Collection<String> names) {
		KnownNames known = new KnownNames(names);
		List<UnknownProperty> unknown = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			PropertyGroup.in(source, this.prefix)
				.filter((property) -> !isKnown(property, known))
				.map((property) -> unknown(source, property, known))
				.forEach(unknown::add);
		}
		if (this.defaults != null) {
			unknown.addAll(PropertyGroup.unknown(this.environment, this.defaults, this.type));
		}
		return unknown;
	}

	private boolean isKnown(SpelledName property, KnownNames names) {
		return names.ends(property, start(property)).anyMatch((end) -> this.keys.contain(property, end));
	}

	private UnknownProperty unknown(ConfigurationPropertySource source, SpelledName property, KnownNames names) {
		boolean nameIsKnown = names.ends(property, start(property)).findAny().isPresent();
		String problem = nameIsKnown ? "is no property of a %s: these are %s".formatted(this.kind, this.keys)
				: "belongs to no %s; the %ss are %s".formatted(this.kind, this.kind, names);
		return UnknownProperty.of(source, property, nameIsKnown ? null : otherName(property), problem);
	}

	private @Nullable String otherName(SpelledName property) {
		int start = start(property);
		for (int end = start + 1; end < property.length(); end++) {
			if (this.keys.contain(property, end)) {
				return property.text(start, end);
			}
		}
		return null;
	}

}
