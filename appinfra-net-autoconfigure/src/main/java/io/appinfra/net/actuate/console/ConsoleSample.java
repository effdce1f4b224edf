package io.appinfra.net.actuate.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * All that the console shows, at one moment. What has a list for a value, grows at its
 * end.
 *
 * @param sections what there is, by section and name
 */
record ConsoleSample(Map<String, Map<String, Object>> sections) {

	/**
	 * Return what has changed since another moment.
	 * @param earlier what there was then
	 * @return what is new or other now, {@code null} for what is gone, of lists what came
	 * to them; empty if nothing has changed
	 */
	Map<String, Map<String, @Nullable Object>> since(ConsoleSample earlier) {
		Map<String, Map<String, @Nullable Object>> changes = new TreeMap<>();
		this.sections.forEach((section, now) -> {
			Map<String, @Nullable Object> changed = changes(now, earlier.sections.getOrDefault(section, Map.of()));
			if (!changed.isEmpty()) {
				changes.put(section, changed);
			}
		});
		return changes;
	}

	private static Map<String, @Nullable Object> changes(Map<String, Object> now, Map<String, Object> then) {
		Map<String, @Nullable Object> changed = new HashMap<>();
		now.forEach((name, value) -> {
			Object old = then.get(name);
			if (!value.equals(old)) {
				changed.put(name,
						(value instanceof List<?> list && old instanceof List<?> known) ? added(list, known) : value);
			}
		});
		then.keySet().stream().filter((name) -> !now.containsKey(name)).forEach((name) -> changed.put(name, null));
		return changed;
	}

	private static List<?> added(List<?> now, List<?> then) {
		return then.isEmpty() ? now : now.subList(now.lastIndexOf(then.get(then.size() - 1)) + 1, now.size());
	}

}
