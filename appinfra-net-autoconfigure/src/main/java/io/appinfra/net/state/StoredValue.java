package io.appinfra.net.state;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * A value in a {@link StateStore}: JSON, and a version that no other value of the same
 * key ever had. Keeps the object that the JSON was decoded to, so that an unchanged value
 * is decoded once.
 */
public final class StoredValue {

	/**
	 * The version that stands for an absent key.
	 */
	public static final long ABSENT = 0;

	private final byte[] json;

	private final long version;

	private volatile @Nullable Decoded decoded;

	/**
	 * Create a value.
	 * @param json the JSON, which must not be changed any more
	 * @param version the version, positive
	 */
	public StoredValue(byte[] json, long version) {
		this.json = json;
		this.version = version;
	}

	/**
	 * Return the JSON, which must not be changed.
	 * @return the JSON
	 */
	public byte[] json() {
		return this.json;
	}

	/**
	 * Return the version.
	 * @return the version, positive
	 */
	public long version() {
		return this.version;
	}

	/**
	 * Return the object that was kept for the JSON.
	 * @param type the type that it was decoded as
	 * @return the object, or {@code null} if none was kept for that type
	 */
	public @Nullable Object decoded(Type type) {
		Decoded decoded = this.decoded;
		return (decoded != null && decoded.type() == type) ? decoded.value() : null;
	}

	/**
	 * Keep the object that the JSON was decoded to, for all who read this value.
	 * @param type the type that it was decoded as
	 * @param value the object, which nobody can change
	 */
	public void decoded(Type type, Object value) {
		this.decoded = new Decoded(type, value);
	}

	private record Decoded(Type type, Object value) {

	}

}
