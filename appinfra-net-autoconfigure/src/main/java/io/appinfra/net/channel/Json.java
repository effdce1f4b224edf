package io.appinfra.net.channel;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads messages. Independent of the application's mapper, so that its
 * settings cannot part the two ends.
 */
final class Json {

	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private Json() {
	}

	static byte[] write(Object message) {
		return mapper.writeValueAsBytes(message);
	}

	static <T> T read(byte[] json, Class<T> type) throws ProtocolException {
		try {
			return mapper.readValue(json, type);
		}
		catch (JacksonException ex) {
			throw new ProtocolException("No valid " + type.getSimpleName(), ex);
		}
	}

}
