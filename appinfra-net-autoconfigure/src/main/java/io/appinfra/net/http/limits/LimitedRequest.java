package io.appinfra.net.http.limits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/**
 * A request with a body that the handler reads within its limits. The web server reads
 * forms and multipart bodies, within limits of its own as well.
 */
public final class LimitedRequest extends HttpServletRequestWrapper {

	private final LimitedBody body;

	private final boolean form;

	private final boolean multipart;

	private @Nullable BufferedReader characters;

	LimitedRequest(HttpServletRequest request, LimitedBody body) {
		super(request);
		this.body = body;
		String type = request.getContentType();
		this.form = StringUtils.startsWithIgnoreCase(type, MediaType.APPLICATION_FORM_URLENCODED_VALUE);
		this.multipart = StringUtils.startsWithIgnoreCase(type, MediaType.MULTIPART_FORM_DATA_VALUE);
	}

	LimitedBody body() {
		return this.body;
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		if (this.characters != null) {
			throw new IllegalStateException("getReader() has been called for this request");
		}
		return this.body.open();
	}

	@Override
	public BufferedReader getReader() throws IOException {
		BufferedReader result = this.characters;
		if (result == null) {
			if (this.body.isOpen()) {
				throw new IllegalStateException("getInputStream() has been called for this request");
			}
			String encoding = getCharacterEncoding();
			result = new BufferedReader(new InputStreamReader(this.body.open(),
					(encoding != null) ? encoding : StandardCharsets.ISO_8859_1.name()));
			this.characters = result;
		}
		return result;
	}

	@Override
	public @Nullable String getParameter(String name) {
		return read(() -> super.getParameter(name));
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return read(super::getParameterNames);
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return read(() -> super.getParameterValues(name));
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return read(super::getParameterMap);
	}

	private <T extends @Nullable Object> T read(BodyRead<T, RuntimeException> parameters) {
		try {
			boolean ofBody = !this.body.isOpen() && (this.form || this.multipart);
			return ofBody ? this.body.readAll(parameters) : parameters.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Collection<Part> getParts() throws IOException, ServletException {
		requireMultipart();
		return this.body.readAll(super::getParts);
	}

	@Override
	public @Nullable Part getPart(String name) throws IOException, ServletException {
		requireMultipart();
		return this.body.readAll(() -> super.getPart(name));
	}

	private void requireMultipart() throws ServletException {
		if (!this.multipart) {
			String type = getContentType();
			throw new HttpMediaTypeNotSupportedException((type != null) ? MediaType.parseMediaType(type) : null,
					List.of(MediaType.MULTIPART_FORM_DATA));
		}
	}

}
