package io.appinfra.net.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * A part of a multipart body that has been received. Its content stays where the body is.
 */
final class ReceivedPart implements Part {

	private final BodyBuffer body;

	private final HttpHeaders headers;

	private final ContentDisposition disposition;

	private final long start;

	private final long size;

	private final Path location;

	ReceivedPart(BodyBuffer body, HttpHeaders headers, long start, long size, Path location) {
		this.body = body;
		this.headers = headers;
		this.disposition = disposition(headers);
		this.start = start;
		this.size = size;
		this.location = location;
	}

	private static ContentDisposition disposition(HttpHeaders headers) {
		ContentDisposition disposition = parse(headers.getFirst(HttpHeaders.CONTENT_DISPOSITION));
		if (disposition == null || disposition.getName() == null) {
			throw Refusal.badMultipart("A part has no name.");
		}
		return disposition;
	}

	private static @Nullable ContentDisposition parse(@Nullable String value) {
		try {
			return (value != null) ? ContentDisposition.parse(value) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	@Override
	public InputStream getInputStream() throws IOException {
		InputStream input = this.body.read();
		input.skipNBytes(this.start);
		return new LimitedInputStream(input, this.size);
	}

	@Override
	public @Nullable String getContentType() {
		return this.headers.getFirst(HttpHeaders.CONTENT_TYPE);
	}

	@Override
	public @Nullable String getName() {
		return this.disposition.getName();
	}

	@Override
	public @Nullable String getSubmittedFileName() {
		return this.disposition.getFilename();
	}

	@Override
	public long getSize() {
		return this.size;
	}

	@Override
	public void write(String fileName) throws IOException {
		try (InputStream content = getInputStream()) {
			Files.copy(content, this.location.resolve(fileName), StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * Do nothing: the body is deleted at the end of the request.
	 */
	@Override
	public void delete() {
	}

	@Override
	public @Nullable String getHeader(String name) {
		return this.headers.getFirst(name);
	}

	@Override
	public Collection<String> getHeaders(String name) {
		return List.copyOf(this.headers.getValuesAsList(name));
	}

	@Override
	public Collection<String> getHeaderNames() {
		return List.copyOf(this.headers.headerNames());
	}

}
