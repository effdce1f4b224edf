package io.appinfra.net.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FastByteArrayOutputStream;

/**
 * Keeps a request body that is being received: a small one in memory, a larger one in a
 * temporary file. Closing deletes the file.
 */
final class BodyBuffer implements Closeable {

	static final int MAX_IN_MEMORY = 64 * 1024;

	private final Path directory;

	private final int maxInMemory;

	private final FastByteArrayOutputStream memory = new FastByteArrayOutputStream();

	private @Nullable Path file;

	private @Nullable OutputStream fileOutput;

	BodyBuffer(Path directory) {
		this(directory, MAX_IN_MEMORY);
	}

	BodyBuffer(Path directory, int maxInMemory) {
		this.directory = directory;
		this.maxInMemory = maxInMemory;
	}

	void write(byte[] bytes, int length) throws IOException {
		if (this.fileOutput == null && this.memory.size() + length > this.maxInMemory) {
			moveToFile();
		}
		OutputStream output = (this.fileOutput != null) ? this.fileOutput : this.memory;
		output.write(bytes, 0, length);
	}

	private void moveToFile() throws IOException {
		this.file = Files.createTempFile(this.directory, "body", null);
		this.fileOutput = Files.newOutputStream(this.file);
		this.memory.writeTo(this.fileOutput);
		this.memory.reset();
	}

	/**
	 * Return what was written, from its beginning. Nothing can be written after that.
	 */
	InputStream read() throws IOException {
		if (this.file == null || this.fileOutput == null) {
			return this.memory.getInputStream();
		}
		this.fileOutput.close();
		return Files.newInputStream(this.file);
	}

	@Override
	public void close() throws IOException {
		this.memory.reset();
		if (this.fileOutput != null) {
			this.fileOutput.close();
		}
		if (this.file != null) {
			Files.deleteIfExists(this.file);
		}
	}

}
