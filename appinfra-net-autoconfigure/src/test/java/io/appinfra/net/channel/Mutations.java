package io.appinfra.net.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes new inputs from old ones, always the same from the same seed.
 */
final class Mutations {

	private static final List<Integer> LENGTHS = List.of(0, -1, 1, 8, 9, 127, 128, 1033, 1034, 65_535, 65_536,
			Integer.MAX_VALUE, Integer.MIN_VALUE, Connection.MAX_FRAME, Connection.MAX_FRAME + 10);

	private static final List<String> PIECES = List.of("null", "[", "{", "\"", "}", "]", ":", "1e999999999", "-0",
			"\\ud800", "\"protocol\"", "\"cause\":{", "\u0000", "NaN", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\"PT1S\"");

	private final List<byte[]> seeds;

	private final Random random;

	Mutations(List<byte[]> seeds, Random random) {
		this.seeds = seeds;
		this.random = random;
	}

	byte[] next() {
		byte[] input = this.seeds.get(this.random.nextInt(this.seeds.size()));
		int mutations = this.random.nextInt(6);
		for (int i = 0; i < mutations; i++) {
			input = mutate(input.clone());
		}
		return (input.length <= FrameFuzz.MAX_INPUT) ? input : Arrays.copyOf(input, FrameFuzz.MAX_INPUT);
	}

	private byte[] mutate(byte[] input) {
		int at = this.random.nextInt(input.length + 1);
		return switch (this.random.nextInt(6)) {
			case 0 -> Arrays.copyOf(input, at);
			case 1 -> insert(input, at, piece());
			case 2 -> insert(input, at, this.seeds.get(this.random.nextInt(this.seeds.size())));
			case 3 -> insert(input, at, Arrays.copyOfRange(input, this.random.nextInt(at + 1), at));
			case 4 -> withLength(input, at);
			default -> withByte(input, at);
		};
	}

	private byte[] piece() {
		return PIECES.get(this.random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
	}

	private byte[] withLength(byte[] input, int at) {
		if (at + Integer.BYTES <= input.length) {
			ByteBuffer.wrap(input).putInt(at, LENGTHS.get(this.random.nextInt(LENGTHS.size())));
		}
		return input;
	}

	private byte[] withByte(byte[] input, int at) {
		if (at < input.length) {
			input[at] = (byte) this.random.nextInt();
		}
		return input;
	}

	private static byte[] insert(byte[] input, int at, byte[] inserted) {
		return ByteBuffer.allocate(input.length + inserted.length)
			.put(input, 0, at)
			.put(inserted)
			.put(input, at, input.length - at)
			.array();
	}

}
