package io.appinfra.net.http;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A request body that is kept until it is there as a whole. If it becomes too large, the
 * request is refused at once and the rest discarded.
 */
class CollectedBody implements BodySink {

	private static final Log logger = LogFactory.getLog(CollectedBody.class);

	private final HandlerLimits limits;

	private final long announced;

	private final BodyBuffer buffer;

	private final RequestRefusal refusal;

	private long size;

	CollectedBody(HandlerLimits limits, long announced, BodyBuffer buffer, RequestRefusal refusal) {
		this.limits = limits;
		this.announced = announced;
		this.buffer = buffer;
		this.refusal = refusal;
	}

	@Override
	public void take(BodyReception reception, byte[] bytes, int length) throws IOException {
		this.size += length;
		if (this.limits.allowsBodyOf(this.size)) {
			this.buffer.write(bytes, length);
		}
		else {
			this.refusal.refuse(Refusal.bodyTooLarge(this.limits.maxBodySize()));
			DiscardedBody.takeOver(reception);
		}
	}

	@Override
	public boolean isComplete() {
		return this.size >= this.announced;
	}

	long size() {
		return this.size;
	}

	BodyBuffer buffer() {
		return this.buffer;
	}

	@Override
	public HttpServletRequest addTo(HttpServletRequest request) throws IOException {
		return new BodyRequest(request, new ReceivedBody(this.buffer.read()));
	}

	@Override
	public void close() {
		try {
			this.buffer.close();
		}
		catch (IOException ex) {
			logger.debug("The temporary file of a request body cannot be deleted", ex);
		}
	}

}
