package io.appinfra.net.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A request whose whole multipart body is there.
 */
final class MultipartBodyRequest extends BodyRequest {

	private final BodyBuffer body;

	private final String boundary;

	private final Multipart multipart;

	private @Nullable List<Part> parts;

	MultipartBodyRequest(HttpServletRequest request, BodyBuffer body, String boundary, Multipart multipart)
			throws IOException {
		super(request, new ReceivedBody(body.read()));
		this.body = body;
		this.boundary = boundary;
		this.multipart = multipart;
	}

	@Override
	public Collection<Part> getParts() throws IOException {
		List<Part> result = this.parts;
		if (result == null) {
			result = readParts();
			this.parts = result;
		}
		return result;
	}

	private List<Part> readParts() throws IOException {
		List<Part> result = new ArrayList<>();
		try (InputStream input = this.body.read()) {
			MultipartReader reader = new MultipartReader(input, this.boundary);
			reader.skipPreamble();
			for (HttpHeaders headers = reader.nextPart(); headers != null; headers = reader.nextPart()) {
				if (result.size() == MultipartReader.MAX_PARTS) {
					throw Refusal.partsTooLarge("There may be %d parts at most.".formatted(result.size()));
				}
				result.add(readPart(reader, headers));
			}
		}
		return List.copyOf(result);
	}

	private Part readPart(MultipartReader reader, HttpHeaders headers) throws IOException {
		long start = reader.position();
		long size = reader.skipContent();
		if (!this.multipart.allowsPartOf(size)) {
			throw Refusal
				.partsTooLarge("A part may have %d bytes at most.".formatted(this.multipart.config().getMaxFileSize()));
		}
		return new ReceivedPart(this.body, headers, start, size, this.multipart.location());
	}

	@Override
	public @Nullable Part getPart(String name) throws IOException {
		return getParts().stream().filter((part) -> name.equals(part.getName())).findFirst().orElse(null);
	}

	@Override
	boolean isForm() {
		return true;
	}

	/**
	 * Read the parameters of the query. The container can fail to: it looks for parts as
	 * well, in a body that has been read.
	 */
	@Override
	Map<String, String[]> readQuery() throws IOException {
		String query = (getQueryString() != null) ? getQueryString() : "";
		Map<String, String[]> result = new LinkedHashMap<>();
		readForm(new ByteArrayInputStream(query.getBytes(StandardCharsets.ISO_8859_1)))
			.forEach((name, values) -> result.put(name, values.toArray(String[]::new)));
		return result;
	}

	/**
	 * Read the parts that are no files (Jakarta Servlet 6.1 section 3.2).
	 */
	@Override
	MultiValueMap<String, @Nullable String> readForm() throws IOException {
		MultiValueMap<String, @Nullable String> form = new LinkedMultiValueMap<>();
		for (Part part : getParts()) {
			if (part.getSubmittedFileName() == null) {
				try (InputStream content = part.getInputStream()) {
					form.add(part.getName(), new String(content.readAllBytes(), charset()));
				}
			}
		}
		return form;
	}

	private Charset charset() {
		String encoding = getCharacterEncoding();
		try {
			return (encoding != null) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			throw Refusal.badMultipart("There is no such charset.");
		}
	}

}
