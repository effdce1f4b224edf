package io.appinfra.net.state.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;

/**
 * What the server does as one step, after the functions that it needs.
 */
enum RedisScript {

	PUT(ScriptOutputType.VALUE, "changes", "room"), PUT_ALL(ScriptOutputType.VALUE, "changes", "room"),
	COMPARE_AND_SET(ScriptOutputType.VALUE, "changes", "room"), REMOVE(ScriptOutputType.VALUE, "changes"),
	CLEAR(ScriptOutputType.INTEGER, "changes"), SNAPSHOT(ScriptOutputType.MULTI), COUNTER(ScriptOutputType.INTEGER),
	COMPARE_AND_SET_COUNT(ScriptOutputType.INTEGER), ADMIT(ScriptOutputType.VALUE, "locks"),
	JOIN(ScriptOutputType.INTEGER, "locks"), RENEW(ScriptOutputType.VALUE), OWNERS(ScriptOutputType.MULTI, "locks"),
	LOCK(ScriptOutputType.VALUE, "locks"), POLL(ScriptOutputType.VALUE, "locks"),
	WITHDRAW(ScriptOutputType.VALUE, "locks"), VOID(ScriptOutputType.INTEGER, "locks"),
	UNLOCK(ScriptOutputType.INTEGER, "locks"), RELEASE(ScriptOutputType.INTEGER, "locks"),
	SUMMARY(ScriptOutputType.MULTI, "locks");

	private final byte[] source;

	private final String digest;

	private final ScriptOutputType output;

	RedisScript(ScriptOutputType output, String... functions) {
		StringBuilder text = new StringBuilder(read("common"));
		for (String file : functions) {
			text.append(read(file));
		}
		text.append(read(name().toLowerCase(Locale.ROOT).replace('_', '-')));
		this.source = text.toString().getBytes(StandardCharsets.UTF_8);
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
