package io.appinfra.net.http;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The rest of the body of a request that has been refused. It is read all the same,
 * within bounds: many a client reads the answer only once it has sent everything, and
 * loses the answer when its connection is reset.
 */
final class DiscardedBody implements BodySink {

	static final long MAX_SIZE = 2 * 1024 * 1024;

	static final Duration MAX_TIME = Duration.ofSeconds(5);

	private long size;

	/**
	 * Have a reception discard all that comes.
	 */
	static void takeOver(BodyReception reception) {
		reception.continueWith(new DiscardedBody());
		endInTime(reception);
	}

	static void endInTime(BodyReception reception) {
		reception.endAfter(MAX_TIME, () -> new IOException("The client sends too slowly"));
	}

	@Override
	public void take(BodyReception reception, byte[] bytes, int length) {
		this.size += length;
		if (this.size > MAX_SIZE) {
			reception.end(new IOException("The client sends too much"));
		}
	}

	@Override
	public @Nullable HttpServletRequest addTo(HttpServletRequest request) {
		return null;
	}

}
