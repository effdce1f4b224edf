package io.appinfra.net.state.view;

import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.state.StateCodec;

/**
 * A {@link StateCodec} that counts what it reads.
 */
class TestStateCodec implements StateCodec {

	private final JsonMapper mapper = new JsonMapper();

	private final AtomicInteger decoded = new AtomicInteger();

	@Override
	public byte[] encode(Object value, Type type) {
		try {
			return this.mapper.writerFor(this.mapper.constructType(type)).writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
	}

	@Override
	public Object decode(byte[] json, Type type) {
		this.decoded.incrementAndGet();
		try {
			return this.mapper.readValue(json, this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
	}

	int decoded() {
		return this.decoded.get();
	}

}
