package io.appinfra.net.http;

import java.nio.file.Path;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * How multipart bodies are read.
 *
 * @param config the limits and the place for files, as the application has configured
 * them for the container
 * @param directory the temporary directory of the container
 */
record Multipart(MultipartConfigElement config, Path directory) {

	/**
	 * Return where parts are written to: also the place for bodies that are large.
	 */
	Path location() {
		return this.directory.resolve(this.config.getLocation());
	}

	int maxInMemory() {
		return Math.max(BodyBuffer.MAX_IN_MEMORY, this.config.getFileSizeThreshold());
	}

	/**
	 * Return limits of which the body of a request is within both: the handler's, and
	 * those of multipart requests.
	 */
	HandlerLimits narrow(HandlerLimits limits) {
		long max = this.config.getMaxRequestSize();
		return (max < 0 || (limits.maxBodySize() != null && limits.maxBodySize().toBytes() <= max)) ? limits
				: new HandlerLimits(DataSize.ofBytes(max), limits.maxConcurrent(), limits.readTimeout(),
						limits.timeout());
	}

	boolean allowsPartOf(long bytes) {
		return this.config.getMaxFileSize() < 0 || bytes <= this.config.getMaxFileSize();
	}

	/**
	 * Return the boundary of the parts, {@code null} if the body is no form of several
	 * parts.
	 * @throws Refusal if there ought to be a boundary
	 */
	static @Nullable String boundary(HttpServletRequest request) {
		if (!StringUtils.startsWithIgnoreCase(request.getContentType(), MediaType.MULTIPART_FORM_DATA_VALUE)) {
			return null;
		}
		String boundary = parameter(request.getContentType());
		if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
			throw Refusal.badMultipart("The boundary of a multipart body has 1 to 70 characters.");
		}
		return boundary;
	}

	private static @Nullable String parameter(String contentType) {
		try {
			String boundary = MediaType.parseMediaType(contentType).getParameter("boundary");
			return (boundary != null && boundary.startsWith("\"")) ? boundary.substring(1, boundary.length() - 1)
					: boundary;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

}
