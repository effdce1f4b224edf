package io.appinfra.net.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.appinfra.net.history.check.Holding;
import io.appinfra.net.history.check.Kind;
import io.appinfra.net.history.check.Linearizability;
import io.appinfra.net.history.check.MutualExclusion;
import io.appinfra.net.history.check.Operation;

/**
 * What the {@linkplain Recorder recorders} of one thread have written, one for each life
 * of its process.
 *
 * @param lives the operations of each life
 */
record Recording(List<List<Operation>> lives) {

	/**
	 * Read all recordings.
	 * @param directory where they are
	 * @return a recording for each thread
	 */
	static List<Recording> readAll(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.collect(Collectors.groupingBy(Recording::client))
				.values()
				.stream()
				.map(Recording::read)
				.toList();
		}
	}

	private static String client(Path file) {
		return file.getFileName().toString().split("@")[0];
	}

	private static long opened(Path file) {
		return Long.parseLong(file.getFileName().toString().split("@")[1]);
	}

	private static Recording read(List<Path> files) {
		List<Path> sorted = files.stream().sorted(Comparator.comparingLong(Recording::opened)).toList();
		List<List<Operation>> lives = new ArrayList<>();
		for (int i = 0; i < sorted.size(); i++) {
			long successor = (i + 1 < sorted.size()) ? opened(sorted.get(i + 1)) : Long.MAX_VALUE;
			lives.add(readLife(sorted.get(i), successor));
		}
		return new Recording(lives);
	}

	private static List<Operation> readLife(Path file, long successor) {
		try (FileChannel channel = FileChannel.open(file)) {
			ByteBuffer records = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
			List<Operation> operations = new ArrayList<>();
			int position = 0;
			while (position < records.capacity() && records.getLong(position) != 0) {
				operations.add(operation(file.getFileName().toString(), records, position, successor));
				position += Recorder.RECORD;
			}
			return operations;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a killed process had begun must have happened before its successor was there.
	 */
	private static Operation operation(String client, ByteBuffer records, int position, long successor) {
		long returned = records.getLong(position + Recorder.RETURNED);
		return new Operation(client, (int) records.getLong(position + Recorder.KEY),
				Kind.values()[(int) records.getLong(position + Recorder.KIND)],
				records.getLong(position + Recorder.ARGUMENT), records.getLong(position + Recorder.EXPECTED),
				records.getLong(position + Recorder.RESULT), records.getLong(position),
				(returned != 0) ? returned : successor, returned != 0);
	}

	/**
	 * Check what was recorded: that it is linearizable, and that the lock was held by one
	 * at a time.
	 * @param recordings the recordings of all threads
	 * @return the number of operations
	 */
	static int check(List<Recording> recordings) {
		List<Operation> all = recordings.stream().flatMap(Recording::operations).toList();
		Linearizability.check(all);
		MutualExclusion.check(recordings.stream()
			.flatMap((recording) -> recording.lives().stream())
			.flatMap((life) -> Holding.find(life).stream())
			.toList());
		return all.size();
	}

	Stream<Operation> operations() {
		return this.lives.stream().flatMap(List::stream);
	}

	/**
	 * Return how many operations were cut off.
	 * @return the number
	 */
	long cutOff() {
		return operations().filter((operation) -> !operation.completed()).count();
	}

}
