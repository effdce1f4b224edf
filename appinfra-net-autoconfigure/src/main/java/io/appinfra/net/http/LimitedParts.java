package io.appinfra.net.http;

import java.io.IOException;
import java.util.Collection;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;

import org.springframework.web.multipart.MaxUploadSizeExceededException;

/**
 * A multipart request. The container reads it, within the limits of its own.
 */
final class LimitedParts extends HttpServletRequestWrapper {

	private final HandlerLimits limits;

	LimitedParts(HttpServletRequest request, HandlerLimits limits) {
		super(request);
		this.limits = limits;
	}

	@Override
	public Collection<Part> getParts() throws IOException, ServletException {
		Collection<Part> parts = readParts();
		if (!this.limits.allowsBodyOf(parts.stream().mapToLong(Part::getSize).sum())) {
			throw Refusal.bodyTooLarge(this.limits.maxBodySize());
		}
		return parts;
	}

	@Override
	public Part getPart(String name) throws IOException, ServletException {
		return getParts().stream().filter((part) -> part.getName().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Read the parts. That a limit of the container is exceeded is an
	 * {@link IllegalStateException} (Jakarta Servlet 6.1,
	 * {@link HttpServletRequest#getParts()}).
	 */
	private Collection<Part> readParts() throws IOException, ServletException {
		try {
			return super.getParts();
		}
		catch (IllegalStateException ex) {
			throw new MaxUploadSizeExceededException(-1, ex);
		}
	}

}
