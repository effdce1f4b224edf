package io.appinfra.net.http.error;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.function.AsyncServerResponse;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Writes problem details in JSON (RFC 9457 section 3), whatever the client accepts.
 */
public class ProblemWriter {

	private static final Log logger = LogFactory.getLog(ProblemWriter.class);

	private final HttpMessageConverter<Object> converter;

	private final MessageSource messages;

	/**
	 * Create a writer.
	 * @param converters the message converters of the application
	 * @param messages what the texts of problem details are looked up in, by the codes
	 * and in the locale of {@link ErrorResponse#updateAndGetBody}
	 */
	public ProblemWriter(List<HttpMessageConverter<?>> converters, MessageSource messages) {
		this.converter = findConverter(converters);
		this.messages = messages;
	}

	@SuppressWarnings("unchecked")
	private static HttpMessageConverter<Object> findConverter(List<HttpMessageConverter<?>> converters) {
		for (HttpMessageConverter<?> converter : converters) {
			if (converter.canWrite(ProblemDetail.class, MediaType.APPLICATION_PROBLEM_JSON)) {
				return (HttpMessageConverter<Object>) converter;
			}
		}
		return new JacksonJsonHttpMessageConverter();
	}

	/**
	 * Write an error in place of an answer. The length is set after the body: Tomcat
	 * closes a request whose answer is complete by its length, and the rest of a body
	 * could not be discarded.
	 * @param error the error
	 * @param answer the answer that could not be written, or {@code null} if there was
	 * none
	 * @param response the response, not committed
	 */
	void write(ErrorResponse error, @Nullable ServerResponse answer, HttpServletResponse response) throws IOException {
		byte[] body = toJson(error.updateAndGetBody(this.messages, LocaleContextHolder.getLocale()));
		OutputStream output = openAnew(response);
		removeHeaders(answer, response);
		response.setStatus(error.getStatusCode().value());
		headers(error).forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		output.write(body);
		response.setContentLength(body.length);
	}

	/**
	 * Return the header fields, with each media type once: Spring asks each message
	 * converter for those that can be read.
	 */
	private static HttpHeaders headers(ErrorResponse error) {
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(error.getHeaders());
		if (headers.containsHeader(HttpHeaders.ACCEPT)) {
			headers.setAccept(headers.getAccept().stream().distinct().toList());
		}
		if (headers.containsHeader(HttpHeaders.ACCEPT_PATCH)) {
			headers.setAcceptPatch(headers.getAcceptPatch().stream().distinct().toList());
		}
		return headers;
	}

	private byte[] toJson(ProblemDetail problem) throws IOException {
		JsonOutput output = new JsonOutput();
		try {
			this.converter.write(problem, MediaType.APPLICATION_PROBLEM_JSON, output);
			return output.body.toByteArray();
		}
		catch (HttpMessageNotWritableException ex) {
			logger.error("Problem detail cannot be written as JSON, the client gets its status alone: " + problem, ex);
			return "{\"status\":%d}".formatted(problem.getStatus()).getBytes(StandardCharsets.UTF_8);
		}
	}

	private static OutputStream openAnew(HttpServletResponse response) throws IOException {
		response.resetBuffer();
		try {
			return response.getOutputStream();
		}
		catch (IllegalStateException ex) {
			response.reset();
			return response.getOutputStream();
		}
	}

	private static void removeHeaders(@Nullable ServerResponse answer, HttpServletResponse response) {
		if (answer != null && !(answer instanceof AsyncServerResponse)) {
			answer.headers().headerNames().forEach((name) -> response.setHeader(name, null));
		}
	}

	private static final class JsonOutput implements HttpOutputMessage {

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private final HttpHeaders headers = new HttpHeaders();

		@Override
		public OutputStream getBody() {
			return this.body;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}
