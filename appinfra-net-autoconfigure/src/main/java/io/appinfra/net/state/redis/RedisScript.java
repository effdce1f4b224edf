package io.appinfra.net.state.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;

import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.ValueOutput;

/**
 * What the server does as one step, after the functions that it needs.
 */
enum RedisScript {

	PUT(ValueOutput::new, "changes", "room"), PUT_ALL(ValueOutput::new, "changes", "room"),
	COMPARE_AND_SET(ValueOutput::new, "changes", "room"), REMOVE(ValueOutput::new, "changes"),
	CLEAR(IntegerOutput::new, "changes"), SNAPSHOT(NestedMultiOutput::new), COUNTER(IntegerOutput::new),
	COMPARE_AND_SET_COUNT(IntegerOutput::new), ADMIT(IntegerOutput::new, "locks"), JOIN(IntegerOutput::new, "locks"),
	RENEW(ValueOutput::new), OWNERS(NestedMultiOutput::new, "locks"), LOCK(ValueOutput::new, "locks"),
	POLL(ValueOutput::new, "locks"), WITHDRAW(ValueOutput::new, "locks"), VOID(IntegerOutput::new, "locks"),
	UNLOCK(IntegerOutput::new, "locks"), FORGET(IntegerOutput::new, "locks"), RELEASE(IntegerOutput::new, "locks"),
	SUMMARY(NestedMultiOutput::new, "locks");

	private final byte[] source;

	private final byte[] digest;

	private final Function<RedisCodec<byte[], byte[]>, CommandOutput<byte[], byte[], ?>> output;

	RedisScript(Function<RedisCodec<byte[], byte[]>, CommandOutput<byte[], byte[], ?>> output, String... functions) {
		StringBuilder text = new StringBuilder("local longestChange = " + RedisChange.MAX_LENGTH + "\n");
		text.append(read("common"));
		for (String file : functions) {
			text.append(read(file));
		}
		text.append(read(name().toLowerCase(Locale.ROOT).replace('_', '-')));
		this.source = text.toString().getBytes(StandardCharsets.UTF_8);
		this.digest = RedisBytes.of(Base16.digest(this.source));
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

	byte[] digest() {
		return this.digest;
	}

	/**
	 * Return what takes the result of one run.
	 * @return the output
	 */
	CommandOutput<byte[], byte[], ?> output() {
		return this.output.apply(ByteArrayCodec.INSTANCE);
	}

}
