package io.appinfra.net.http;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A multipart body that is kept until it is there as a whole, unless a filter has had the
 * container read it before.
 */
final class CollectedParts extends CollectedBody {

	private static final int SHORTEST = "----".length();

	private final HandlerLimits limits;

	private final long expected;

	private final String boundary;

	private final Multipart multipart;

	CollectedParts(HandlerLimits limits, long announced, String boundary, Multipart multipart, RequestRefusal refusal) {
		super(limits, announced, new BodyBuffer(multipart.location(), multipart.maxInMemory()), refusal);
		this.limits = limits;
		this.expected = Math.max(announced, boundary.length() + SHORTEST);
		this.boundary = boundary;
		this.multipart = multipart;
	}

	@Override
	public boolean isComplete() {
		return true;
	}

	@Override
	public HttpServletRequest addTo(HttpServletRequest request) throws IOException {
		return (size() >= this.expected) ? new MultipartBodyRequest(request, buffer(), this.boundary, this.multipart)
				: partsOfContainer(request);
	}

	@Override
	public BodySink leave() {
		return (LeftBody) (request) -> new LimitedParts(request, this.limits);
	}

	/**
	 * Return the request with the parts that the container has read, and maybe left some
	 * line ends behind them. If it has not, the body is too short.
	 */
	private HttpServletRequest partsOfContainer(HttpServletRequest request) {
		LimitedParts parts = new LimitedParts(request, this.limits);
		try {
			parts.getParts();
			return parts;
		}
		catch (IOException | ServletException ex) {
			throw Refusal.bodyIncomplete();
		}
	}

}
