package io.appinfra.net.autoconfigure.properties;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;

/**
 * The keys that can be bound to a type: a record, or a bean with the properties as
 * fields. What is declared inside the same class has keys of its own below its key.
 */
final class PropertyKeys {

	private final Map<String, ResolvableType> types = new LinkedHashMap<>();

	private final Class<?> owner;

	PropertyKeys(Class<?> type) {
		this.owner = type.getNestHost();
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				add(component.getName(), ResolvableType.forType(component.getGenericType()));
			}
		}
		else {
			for (Field field : type.getDeclaredFields()) {
				PropertyDescriptor property = BeanUtils.getPropertyDescriptor(type, field.getName());
				if (property != null) {
					add(field.getName(), ResolvableType.forField(field));
				}
			}
		}
	}

	private void add(String property, ResolvableType type) {
		this.types.put(DataObjectPropertyName.toDashedForm(property), type);
	}

	/**
	 * Return whether a name ends with one of the keys.
	 * @param name the name
	 * @param from the element at which the key begins
	 * @return whether the rest of the name is a key
	 */
	boolean contain(SpelledName name, int from) {
		return this.types.entrySet().stream().anyMatch((entry) -> {
			int next = name.after(from, entry.getKey());
			return next > 0 && accepts(entry.getValue(), name, next);
		});
	}

	private boolean accepts(ResolvableType type, SpelledName name, int from) {
		Class<?> raw = type.toClass();
		if (Map.class.isAssignableFrom(raw)) {
			return true;
		}
		boolean many = raw.isArray() || Collection.class.isAssignableFrom(raw);
		if (many && from < name.length()) {
			ResolvableType element = raw.isArray() ? type.getComponentType() : type.asCollection().getGeneric();
			return name.isIndex(from) && accepts(element, name, from + 1);
		}
		return isNested(raw) ? new PropertyKeys(raw).contain(name, from) : from == name.length();
	}

	private boolean isNested(Class<?> type) {
		return type.getNestHost() == this.owner && !type.isEnum();
	}

	/**
	 * Return all keys.
	 * @return the keys, in the order in which they are declared
	 */
	List<String> names() {
		List<String> names = new ArrayList<>();
		this.types.forEach((key, type) -> names(key, type.toClass()).forEach(names::add));
		return names;
	}

	private Stream<String> names(String key, Class<?> type) {
		return isNested(type) ? new PropertyKeys(type).names().stream().map((nested) -> key + "." + nested)
				: Stream.of(key);
	}

	@Override
	public String toString() {
		return Arrays.toString(names().toArray());
	}

}
