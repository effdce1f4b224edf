package io.appinfra.net.http;

import java.io.IOException;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;

/**
 * A request body that the handler reads as it arrives. It is refused at the byte that is
 * too much.
 */
final class LimitedBody extends ServletInputStream {

	private final ServletInputStream source;

	private final HandlerLimits limits;

	private long size;

	LimitedBody(ServletInputStream source, HandlerLimits limits) {
		this.source = source;
		this.limits = limits;
	}

	@Override
	public int read() throws IOException {
		int next = this.source.read();
		count((next == -1) ? 0 : 1);
		return next;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int count = this.source.read(bytes, offset, length);
		count(count);
		return count;
	}

	private void count(int bytes) {
		this.size += Math.max(bytes, 0);
		if (!this.limits.allowsBodyOf(this.size)) {
			throw Refusal.bodyTooLarge(this.limits.maxBodySize());
		}
	}

	@Override
	public int available() throws IOException {
		return this.source.available();
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
		this.source.setReadListener(listener);
	}

}
