package io.appinfra.net.metrics;

import java.util.Locale;

/**
 * Values of tags that are constants of enums.
 */
final class TagValues {

	private TagValues() {
	}

	/**
	 * Return the value of a tag.
	 * @param constant the constant
	 * @return its name as properties have it, such as {@code in-process}
	 */
	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
