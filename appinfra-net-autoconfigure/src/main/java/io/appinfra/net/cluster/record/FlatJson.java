package io.appinfra.net.cluster.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * JSON objects of strings, numbers, booleans and lists of strings: what records consist
 * of. Whatever mapper the application has, instances of all its versions read the same.
 */
public final class FlatJson {

	private final String text;

	private int at;

	private FlatJson(String text) {
		this.text = text;
	}

	/**
	 * Write an object.
	 * @param values its members; those that are {@code null}, {@code false} or 0 are left
	 * out
	 * @return the JSON
	 */
	public static byte[] write(Map<String, @Nullable Object> values) {
		StringBuilder json = new StringBuilder("{");
		values.forEach((name, value) -> {
			if (value != null && !value.equals(false) && !value.equals(0L)) {
				json.append((json.length() > 1) ? "," : "");
				quote(json, name).append(':');
				writeValue(json, value);
			}
		});
		return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void writeValue(StringBuilder json, Object value) {
		if (value instanceof Number || value instanceof Boolean) {
			json.append(value);
		}
		else if (value instanceof Iterable<?> values) {
			json.append('[');
			String separator = "";
			for (Object one : values) {
				json.append(separator);
				quote(json, String.valueOf(one));
				separator = ",";
			}
			json.append(']');
		}
		else {
			quote(json, value.toString());
		}
	}

	private static StringBuilder quote(StringBuilder json, String text) {
		json.append('"');
		for (char c : text.toCharArray()) {
			if (c == '"' || c == '\\') {
				json.append('\\').append(c);
			}
			else if (c < ' ' || Character.isSurrogate(c)) {
				json.append("\\u%04x".formatted((int) c));
			}
			else {
				json.append(c);
			}
		}
		return json.append('"');
	}

	/**
	 * Read an object.
	 * @param json the JSON
	 * @return its members: strings, longs, doubles, booleans and lists of strings
	 * @throws IllegalArgumentException if it is something else
	 */
	public static Map<String, Object> read(byte[] json) {
		FlatJson reader = new FlatJson(new String(json, StandardCharsets.UTF_8));
		try {
			return reader.object();
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("No record of the cluster: " + reader.text, ex);
		}
	}

	private Map<String, Object> object() {
		Map<String, Object> values = new LinkedHashMap<>();
		expect('{');
		while (!take('}')) {
			String name = string();
			expect(':');
			values.put(name, value());
			take(',');
		}
		return values;
	}

	private Object value() {
		return switch (peek()) {
			case '"' -> string();
			case '[' -> list();
			case 't', 'f' -> Boolean.valueOf(word());
			default -> number(word());
		};
	}

	private static Object number(String word) {
		return word.matches("-?\\d+") ? (Object) Long.valueOf(word) : (Object) Double.valueOf(word);
	}

	private List<String> list() {
		List<String> values = new ArrayList<>();
		expect('[');
		while (!take(']')) {
			values.add(string());
			take(',');
		}
		return values;
	}

	private String word() {
		int start = this.at;
		while (",}] \n".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private String string() {
		expect('"');
		StringBuilder string = new StringBuilder();
		for (char c = next(); c != '"'; c = next()) {
			string.append((c == '\\') ? escaped(next()) : c);
		}
		return string.toString();
	}

	private char escaped(char c) {
		return switch (c) {
			case 'u' -> (char) Integer.parseInt(this.text.substring(this.at, this.at += 4), 16);
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			default -> c;
		};
	}

	private char next() {
		return this.text.charAt(this.at++);
	}

	private char peek() {
		while (Character.isWhitespace(this.text.charAt(this.at))) {
			this.at++;
		}
		return this.text.charAt(this.at);
	}

	private boolean take(char c) {
		boolean found = peek() == c;
		this.at += found ? 1 : 0;
		return found;
	}

	private void expect(char c) {
		if (!take(c)) {
			throw new IllegalArgumentException("Expected %s at %d".formatted(c, this.at));
		}
	}

}
