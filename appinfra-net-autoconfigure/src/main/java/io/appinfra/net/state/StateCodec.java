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

	/**
	 * Return what a value that was just written is read back as. To read it finds out
	 * what cannot be read; a codec that knows that without reading can return the value
	 * itself if it is equal and nobody can change it.
	 * @param value the value
	 * @param json what {@link #encode} has made of it
	 * @param type the type to read it as
	 * @return the value as it is read, never {@code null}
	 * @throws IllegalArgumentException if it cannot be read as that type
	 */
	default Object readBack(Object value, byte[] json, Type type) {
		return decode(json, type);
	}

}
