package io.appinfra.net.requests;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * Handlers that read each kind of input, for those who send bad input.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class HostileApplication {

	static final AtomicInteger smuggled = new AtomicInteger();

	@Bean
	@Route("/literal")
	RequestHandler literal() {
		return new Answering((request) -> "literal");
	}

	@Bean
	@Route("/items/{id}")
	RequestHandler items() {
		return new Answering((request) -> request.pathVariable("id") + request.servletRequest().getLocale());
	}

	@Bean
	@Route("/query")
	RequestHandler query() {
		return new Answering((request) -> "parameters: " + request.params().size());
	}

	@Bean
	@Route("/text")
	RequestHandler text() {
		return new Answering((request) -> "text: " + request.body(String.class).length());
	}

	@Bean
	@Route("/reader")
	RequestHandler reader() {
		return new Answering((request) -> "line: " + request.servletRequest().getReader().readLine());
	}

	@Bean
	@Route("/json")
	RequestHandler json() {
		return new Answering((request) -> "json: " + request.body(List.class).size());
	}

	@Bean
	@Route("/record")
	RequestHandler record() {
		return new Answering((request) -> "name: " + request.body(Named.class));
	}

	@Bean
	@Route("/form")
	RequestHandler form() {
		return new Answering((request) -> "parameters: " + request.params().size());
	}

	@Bean
	@Route("/form-body")
	RequestHandler formBody() {
		return new Answering((request) -> "fields: " + request.body(MultiValueMap.class).size());
	}

	@Bean
	@Route("/parts")
	RequestHandler parts() {
		return new Answering((request) -> "parts: " + request.multipartData().size());
	}

	@Bean
	@Route("/file")
	RequestHandler file() {
		return new Answering((request) -> new ByteArrayResource(new byte[1000]));
	}

	@Bean
	@Route("/tagged")
	RequestHandler tagged() {
		return new Answering((request) -> request.checkNotModified("v1").isPresent() ? "" : "tagged");
	}

	@Bean
	@Route("/smuggled")
	RequestHandler smuggled() {
		return new Answering((request) -> smuggled.incrementAndGet());
	}

	@Bean
	@Route("/events")
	RequestHandler events() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return ServerResponse.sse(ServerResponse.SseBuilder::complete);
			}

		};
	}

	record Named(String name) {

	}

	/**
	 * Answers GET, POST and PUT alike.
	 */
	record Answering(Answer answer) implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) throws Exception {
			Object body = this.answer.to(request);
			return ServerResponse.ok()
				.contentType(
						(body instanceof ByteArrayResource) ? MediaType.APPLICATION_OCTET_STREAM : MediaType.TEXT_PLAIN)
				.body((body instanceof ByteArrayResource) ? body : Map.of("body", body).get("body").toString());
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return doGet(request);
		}

		@Override
		public ServerResponse doPut(ServerRequest request) throws Exception {
			return doGet(request);
		}

	}

	public interface Answer {

		Object to(ServerRequest request) throws Exception;

	}

}
