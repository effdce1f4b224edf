package io.appinfra.net.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client of the shared state has tried and what was acknowledged, in a file that
 * is mapped into memory: it outlives the process, however that ends.
 */
final class Evidence {

	private static final VarHandle longs = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final Path directory;

	private final MappedByteBuffer buffer;

	private Evidence(Path directory, MappedByteBuffer buffer) {
		this.directory = directory;
		this.buffer = buffer;
	}

	static Evidence open(Path directory, String name) {
		try (FileChannel file = FileChannel.open(directory.resolve("evidence-" + name), StandardOpenOption.CREATE,
				StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return new Evidence(directory, file.map(MapMode.READ_WRITE, 0, (long) Item.values().length * Long.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long get(Item item) {
		return (long) longs.getVolatile(this.buffer, item.ordinal() * Long.BYTES);
	}

	void set(Item item, long value) {
		longs.setVolatile(this.buffer, item.ordinal() * Long.BYTES, value);
	}

	void count(Item item) {
		set(item, get(item) + 1);
	}

	void check(boolean holds, String what, Object... values) {
		if (!holds) {
			try {
				Files.writeString(Files.createTempFile(this.directory, "violation", ""), what.formatted(values));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	static List<String> violations(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("violation"))
				.map(Evidence::read)
				.toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is written down.
	 */
	enum Item {

		ADDS_TRIED, ADDS_DONE, PUT_TRIED, PUT_DONE, GUARDED_TRIED, GUARDED_DONE, HOLDER, TOKEN, IN_ROUND

	}

}
