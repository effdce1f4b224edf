package io.appinfra.net.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A form that is kept until it is there as a whole, unless a filter has asked for a
 * parameter before, for which the container has read it. Jetty does not tell that the
 * body is at its end then.
 */
final class CollectedForm extends CollectedBody {

	private final HttpServletRequest request;

	CollectedForm(HandlerLimits limits, BodyBuffer buffer, RequestRefusal refusal, HttpServletRequest request) {
		super(limits, request.getContentLengthLong(), buffer, refusal);
		this.request = request;
	}

	@Override
	public boolean isComplete() {
		return super.isComplete() || (size() == 0 && !this.request.getParameterMap().isEmpty());
	}

}
