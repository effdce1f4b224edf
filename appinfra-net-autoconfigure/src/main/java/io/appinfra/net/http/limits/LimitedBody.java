package io.appinfra.net.http.limits;

import java.io.IOException;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * A request body that the handler reads within its limits. It is refused at the byte that
 * is too much.
 */
final class LimitedBody extends ServletInputStream {

	private final ServletInputStream source;

	private final BodyReader reader;

	private boolean nonBlocking;

	LimitedBody(ServletInputStream source, BodyReader reader) {
		this.source = source;
		this.reader = reader;
	}

	@Override
	public int read() throws IOException {
		byte[] next = new byte[1];
		return (read(next, 0, 1) != -1) ? next[0] & 0xFF : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (this.nonBlocking || length == 0) {
			int count = this.source.read(bytes, offset, length);
			this.reader.count(count);
			return count;
		}
		return this.reader.readBytes(this.source.available(), () -> this.source.read(bytes, offset, length));
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
		return this.source.isFinished();
	}

	@Override
	public boolean isReady() {
		return this.source.isReady();
	}

	@Override
	public void setReadListener(ReadListener listener) {
		this.nonBlocking = true;
		this.source.setReadListener(listener);
	}

}
