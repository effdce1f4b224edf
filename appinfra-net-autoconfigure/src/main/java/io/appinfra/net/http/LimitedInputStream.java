package io.appinfra.net.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The next so many bytes of another stream.
 */
final class LimitedInputStream extends FilterInputStream {

	private long left;

	LimitedInputStream(InputStream source, long size) {
		super(source);
		this.left = size;
	}

	@Override
	public int read() throws IOException {
		int next = (this.left > 0) ? super.read() : -1;
		this.left -= (next != -1) ? 1 : 0;
		return next;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (length > 0 && this.left <= 0) {
			return -1;
		}
		int count = super.read(bytes, offset, (int) Math.min(length, this.left));
		this.left -= Math.max(count, 0);
		return count;
	}

	@Override
	public long skip(long count) throws IOException {
		long skipped = super.skip(Math.min(count, this.left));
		this.left -= skipped;
		return skipped;
	}

	@Override
	public int available() throws IOException {
		return (int) Math.min(super.available(), this.left);
	}

	@Override
	public boolean markSupported() {
		return false;
	}

}
