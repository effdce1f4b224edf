package io.appinfra.net.state.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;

/**
 * What the server does as one step, each with what is common to all before it.
 */
enum RedisScript {

	PUT(ScriptOutputType.MULTI), PUT_ALL(ScriptOutputType.MULTI), COMPARE_AND_SET(ScriptOutputType.MULTI),
	REMOVE(ScriptOutputType.VALUE), CLEAR(ScriptOutputType.INTEGER), SNAPSHOT(ScriptOutputType.MULTI),
	COUNTER(ScriptOutputType.INTEGER), COMPARE_AND_SET_COUNT(ScriptOutputType.INTEGER), ADMIT(ScriptOutputType.VALUE),
	JOIN(ScriptOutputType.INTEGER), RENEW(ScriptOutputType.VALUE), OWNERS(ScriptOutputType.MULTI),
	LOCK(ScriptOutputType.VALUE), POLL(ScriptOutputType.VALUE), WITHDRAW(ScriptOutputType.VALUE),
	VOID(ScriptOutputType.INTEGER), UNLOCK(ScriptOutputType.INTEGER), RELEASE(ScriptOutputType.INTEGER),
	SUMMARY(ScriptOutputType.MULTI);

	private final byte[] source;

	private final String digest;

	private final ScriptOutputType output;

	RedisScript(ScriptOutputType output) {
		this.source = (read("common") + read(name().toLowerCase(Locale.ROOT).replace('_', '-')))
			.getBytes(StandardCharsets.UTF_8);
		this.digest = Base16.digest(this.source);
		this.output = output;
	}

	private static String read(String name) {
		try (InputStream in = RedisScript.class.getResourceAsStream(name + ".lua")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	byte[] source() {
		return this.source;
	}

	String digest() {
		return this.digest;
	}

	ScriptOutputType output() {
		return this.output;
	}

}
