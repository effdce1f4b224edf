package io.appinfra.net.tracing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A message in the binary form of protocol buffers, as far as it consists of messages,
 * texts and bytes.
 */
final class Protobuf {

	private static final int VARINT = 0;

	private static final int FIXED_64 = 1;

	private static final int BYTES = 2;

	private final Map<Integer, List<byte[]>> fields = new TreeMap<>();

	Protobuf(byte[] message) {
		ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
		while (buffer.hasRemaining()) {
			int tag = (int) varint(buffer);
			switch (tag & 7) {
				case VARINT -> varint(buffer);
				case FIXED_64 -> buffer.getLong();
				case BYTES -> this.fields.computeIfAbsent(tag >>> 3, (field) -> new ArrayList<>()).add(bytes(buffer));
				default -> buffer.getInt();
			}
		}
	}

	private static long varint(ByteBuffer buffer) {
		long value = 0;
		for (int shift = 0;; shift += 7) {
			byte next = buffer.get();
			value |= (long) (next & 0x7f) << shift;
			if (next >= 0) {
				return value;
			}
		}
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[(int) varint(buffer)];
		buffer.get(bytes);
		return bytes;
	}

	Stream<Protobuf> messages(int field) {
		return this.fields.getOrDefault(field, List.of()).stream().map(Protobuf::new);
	}

	String hex(int field) {
		return HexFormat.of().formatHex(first(field));
	}

	String text(int field) {
		return new String(first(field), StandardCharsets.UTF_8);
	}

	private byte[] first(int field) {
		return this.fields.getOrDefault(field, List.of(new byte[0])).get(0);
	}

}
