package io.appinfra.net.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The name of a property as its source spells it. Case and dashes are of no meaning; in
 * an environment variable an underscore can stand for a dot, a dash or nothing, so that
 * dots are of no meaning either.
 *
 * @param name the name
 * @param ofVariable whether it is an environment variable
 */
record SpelledName(ConfigurationPropertyName name, boolean ofVariable) {

	SpelledName(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		this(name, areVariables(source));
	}

	static boolean areVariables(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	int length() {
		return this.name.getNumberOfElements();
	}

	boolean isIndex(int element) {
		return this.name.isNumericIndex(element);
	}

	/**
	 * Return what follows a text that begins at an element.
	 * @param from the first element
	 * @param text the text
	 * @return the element that follows, -1 if the text is not there
	 */
	int after(int from, String text) {
		return ends(from).getOrDefault(plain(text, this.ofVariable), -1);
	}

	/**
	 * Return all texts that begin at an element.
	 * @param from the first element
	 * @return the element that follows each text, by the {@link #plain plain} text
	 */
	Map<String, Integer> ends(int from) {
		Map<String, Integer> ends = new LinkedHashMap<>();
		StringBuilder text = new StringBuilder();
		for (int i = from; i < length(); i++) {
			text.append((i > from && !this.ofVariable) ? "." : "")
				.append(plain(this.name.getElement(i, Form.ORIGINAL), this.ofVariable));
			ends.putIfAbsent(text.toString(), i + 1);
		}
		return ends;
	}

	/**
	 * Return a text without what is of no meaning.
	 * @param text the text
	 * @param ofVariable whether it is compared with environment variables
	 * @return the text, the same for all spellings
	 */
	static String plain(String text, boolean ofVariable) {
		StringBuilder plain = new StringBuilder(text.length());
		text.chars()
			.filter((character) -> Character.isLetterOrDigit(character) || (character == '.' && !ofVariable))
			.forEach(plain::appendCodePoint);
		return plain.toString().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return some elements, separated by dots.
	 * @param from the first element
	 * @param to the element after the last
	 * @return the text
	 */
	String text(int from, int to) {
		return String.join(".",
				IntStream.range(from, to).mapToObj((i) -> this.name.getElement(i, Form.ORIGINAL)).toList());
	}

	@Override
	public String toString() {
		return this.name.toString();
	}

}
