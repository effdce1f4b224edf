package io.appinfra.net.http;

import java.io.IOException;
import java.io.InputStream;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * A request body that has been received.
 */
final class ReceivedBody extends ServletInputStream {

	private final InputStream source;

	private boolean finished;

	ReceivedBody(InputStream source) {
		this.source = source;
	}

	@Override
	public int read() throws IOException {
		int next = this.source.read();
		this.finished = next == -1;
		return next;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int count = this.source.read(bytes, offset, length);
		this.finished = count == -1;
		return count;
	}

	@Override
	public int available() throws IOException {
		return this.source.available();
	}

	@Override
	public void close() throws IOException {
		this.source.close();
	}

	@Override
	public boolean isFinished() {
		return this.finished;
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setReadListener(ReadListener listener) {
		throw new IllegalStateException("The body has been received: read it at once");
	}

}
