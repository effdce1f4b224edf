package io.appinfra.net.history;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.appinfra.net.history.check.Kind;

/**
 * Writes down the operations of one thread. That an operation begins is written before it
 * begins, to a mapped file: what was written is there also when the process is killed in
 * the next moment.
 * <p>
 * Times are those of {@link System#nanoTime()}. On Linux this is the monotonic clock of
 * the machine, so that the times of several processes can be compared; on macOS it is
 * alike.
 */
final class Recorder {

	static final int RECORD = 8 * Long.BYTES;

	static final int KIND = Long.BYTES;

	static final int KEY = 2 * Long.BYTES;

	static final int ARGUMENT = 3 * Long.BYTES;

	static final int EXPECTED = 4 * Long.BYTES;

	static final int RESULT = 5 * Long.BYTES;

	static final int RETURNED = 6 * Long.BYTES;

	private static final int CAPACITY = 200_000;

	private final MappedByteBuffer records;

	private int position = -RECORD;

	/**
	 * Create a recorder.
	 * @param directory where its file is put
	 * @param client the name of the thread, the same in all lives of a process
	 */
	Recorder(Path directory, String client) throws IOException {
		Path file = directory.resolve("%s@%d".formatted(client, System.nanoTime()));
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			this.records = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) CAPACITY * RECORD);
		}
	}

	void invoked(Kind kind, int key, long argument, long expected) {
		this.position += RECORD;
		this.records.putLong(this.position + KIND, kind.ordinal());
		this.records.putLong(this.position + KEY, key);
		this.records.putLong(this.position + ARGUMENT, argument);
		this.records.putLong(this.position + EXPECTED, expected);
		VarHandle.fullFence();
		this.records.putLong(this.position, System.nanoTime());
		VarHandle.fullFence();
	}

	/**
	 * Forget the operation that has begun, as it was not carried out. If it was all the
	 * same, somebody reads what nobody has written.
	 */
	void refused() {
		this.position -= RECORD;
	}

	void returned(long result) {
		long now = System.nanoTime();
		this.records.putLong(this.position + RESULT, result);
		VarHandle.fullFence();
		this.records.putLong(this.position + RETURNED, now);
	}

}
