package io.appinfra.net.remote.state;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.BodyReader;
import io.appinfra.net.channel.BodyWriter;
import io.appinfra.net.state.StoredValue;

/**
 * A stored value in the body of a frame: its version, and its JSON unless it is absent.
 */
final class StoredValueForm {

	private StoredValueForm() {
	}

	static void write(BodyWriter body, @Nullable StoredValue value) {
		body.putLong((value != null) ? value.version() : StoredValue.ABSENT);
		if (value != null) {
			body.putBytes(value.json());
		}
	}

	static @Nullable StoredValue read(BodyReader body) {
		long version = body.getLong();
		byte[] json = (version != StoredValue.ABSENT) ? body.getBytes() : null;
		return (json != null) ? new StoredValue(json, version) : null;
	}

}
