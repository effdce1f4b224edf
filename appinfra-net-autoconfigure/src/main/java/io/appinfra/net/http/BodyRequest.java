package io.appinfra.net.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/**
 * A request whose whole body is there. As the container has not read it, this takes the
 * parameters of a form from it (Jakarta Servlet 6.1 section 3.1.1).
 */
class BodyRequest extends HttpServletRequestWrapper {

	private final ServletInputStream body;

	private @Nullable BufferedReader reader;

	private @Nullable Map<String, String[]> parameters;

	BodyRequest(HttpServletRequest request, ServletInputStream body) {
		super(request);
		this.body = body;
	}

	@Override
	public ServletInputStream getInputStream() {
		return this.body;
	}

	@Override
	public BufferedReader getReader() throws IOException {
		BufferedReader result = this.reader;
		if (result == null) {
			String encoding = getCharacterEncoding();
			result = new BufferedReader(new InputStreamReader(this.body,
					(encoding != null) ? encoding : StandardCharsets.ISO_8859_1.name()));
			this.reader = result;
		}
		return result;
	}

	@Override
	public @Nullable String getParameter(String name) {
		String[] values = getParameterMap().get(name);
		return (values != null) ? values[0] : null;
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(getParameterMap().keySet());
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		String[] values = getParameterMap().get(name);
		return (values != null) ? values.clone() : null;
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		Map<String, String[]> result = this.parameters;
		if (result == null) {
			result = isForm() ? withForm() : super.getParameterMap();
			this.parameters = result;
		}
		return result;
	}

	boolean isForm() {
		return isForm(this);
	}

	static boolean isForm(HttpServletRequest request) {
		return "POST".equals(request.getMethod()) && StringUtils.startsWithIgnoreCase(request.getContentType(),
				MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

	private Map<String, String[]> withForm() {
		try {
			Map<String, String[]> result = new LinkedHashMap<>(readQuery());
			readForm().forEach((name, values) -> result.merge(name, values.toArray(String[]::new),
					StringUtils::concatenateStringArrays));
			return Collections.unmodifiableMap(result);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Map<String, String[]> readQuery() throws IOException {
		return super.getParameterMap();
	}

	MultiValueMap<String, @Nullable String> readForm() throws IOException {
		return readForm(this.body);
	}

	final MultiValueMap<String, @Nullable String> readForm(InputStream form) throws IOException {
		return new FormHttpMessageConverter().read(null, new ServletServerHttpRequest(this) {

			@Override
			public InputStream getBody() {
				return form;
			}

		});
	}

	@Override
	public Collection<Part> getParts() throws IOException, ServletException {
		throw new HttpMediaTypeNotSupportedException("The request is not multipart",
				List.of(MediaType.MULTIPART_FORM_DATA));
	}

	@Override
	public @Nullable Part getPart(String name) throws IOException, ServletException {
		getParts();
		return null;
	}

}
