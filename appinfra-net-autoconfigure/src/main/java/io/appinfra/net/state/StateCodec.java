package io.appinfra.net.state;

import java.lang.reflect.Type;

/**
 * Writes values as JSON and reads them back. Safe for use by many threads.
 */
public interface StateCodec {

	/**
	 * Write a value.
	 * @param value the value
	 * @param type the type that it is to be read back as
	 * @return the JSON
	 * @throws IllegalArgumentException if the value cannot be written
	 */
	byte[] encode(Object value, Type type);

	/**
	 * Read a value.
	 * @param json the JSON
	 * @param type the type to read it as
	 * @return the value, never {@code null}
	 * @throws IllegalArgumentException if it cannot be read as that type
	 */
	Object decode(byte[] json, Type type);

}
