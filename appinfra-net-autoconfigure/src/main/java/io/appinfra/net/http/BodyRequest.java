package io.appinfra.net.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StringUtils;

/**
 * A request whose whole body is there. As the container has not read it, this takes the
 * parameters of a form from it (Jakarta Servlet 6.1 section 3.1.1).
 */
final class BodyRequest extends HttpServletRequestWrapper {

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
			result = isForm() ? withForm(super.getParameterMap()) : super.getParameterMap();
			this.parameters = result;
		}
		return result;
	}

	private boolean isForm() {
		return "POST".equals(getMethod())
				&& StringUtils.startsWithIgnoreCase(getContentType(), MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

	private Map<String, String[]> withForm(Map<String, String[]> query) {
		Map<String, String[]> result = new LinkedHashMap<>(query);
		readForm().forEach((name, values) -> result.merge(name, values.toArray(String[]::new),
				StringUtils::concatenateStringArrays));
		return Collections.unmodifiableMap(result);
	}

	private MultiValueMap<String, @Nullable String> readForm() {
		try {
			return new FormHttpMessageConverter().read(null, new ServletServerHttpRequest(this) {

				@Override
				public ServletInputStream getBody() {
					return BodyRequest.this.body;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
