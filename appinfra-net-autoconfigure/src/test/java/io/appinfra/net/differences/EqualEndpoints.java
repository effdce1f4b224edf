package io.appinfra.net.differences;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * Handlers below {@code /h}, and controllers below {@code /c} that do the same.
 */
@Configuration(proxyBeanMethods = false)
class EqualEndpoints {

	private static final String TAG = "\"v1\"";

	private static final String LARGE = "large".repeat(1000);

	private static final URI ELSEWHERE = URI.create("/elsewhere");

	private static final Resource RESOURCE = new ByteArrayResource("0123456789".getBytes());

	private final FilteredApplication.Tenant tenant;

	private final HttpServletRequest injected;

	private final FilteredApplication.Calls calls;

	EqualEndpoints(FilteredApplication.Tenant tenant, HttpServletRequest injected, FilteredApplication.Calls calls) {
		this.tenant = tenant;
		this.injected = injected;
		this.calls = calls;
	}

	/**
	 * Return what can be seen of a request.
	 */
	String echo(HttpServletRequest request) {
		return Stream.of(request.getMethod(), request.getDispatcherType(), FilteredApplication.parameters(request),
				request.getContentType(), request.getCharacterEncoding(), request.getRequestURL(), request.getScheme(),
				request.getRemoteAddr(), MDC.get("tenant"), this.tenant.getName(), LocaleContextHolder.getLocale(),
				RequestContextUtils.getLocale(request), this.injected.getRequestURL(), this.injected.getMethod(),
				FilteredApplication.parameters(this.injected),
				ServletUriComponentsBuilder.fromCurrentRequest().toUriString())
			.map((value) -> String.valueOf(value).replaceFirst("/[hc]/", "/"))
			.toList()
			.toString();
	}

	private static String body(HttpServletRequest request) {
		try {
			return new String(request.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String session(HttpServletRequest request) {
		request.getSession().setAttribute("kept", "yes");
		return (String) request.getSession().getAttribute("kept");
	}

	@Bean
	@Route("/h/echo")
	RequestHandler echo() {
		return new Endpoint((request) -> ServerResponse.ok().body(echo(request.servletRequest())));
	}

	@Bean
	@Route("/h/items/{id}")
	RequestHandler items() {
		return new Endpoint((request) -> ServerResponse.ok().body(request.pathVariable("id")));
	}

	@Bean
	@Route("/h/body")
	RequestHandler body() {
		return new Endpoint((request) -> ServerResponse.ok().body(body(request.servletRequest())));
	}

	@Bean
	@Route("/h/later")
	RequestHandler later() {
		return new Endpoint((request) -> {
			ServerResponse answer = ServerResponse.ok().body(echo(request.servletRequest()));
			return ServerResponse.async(this.calls.afterDispatch().thenApply((dispatched) -> answer));
		});
	}

	@Bean
	@Route("/h/redirect")
	RequestHandler redirect() {
		return new Endpoint((request) -> ServerResponse.temporaryRedirect(ELSEWHERE).build());
	}

	@Bean
	@Route("/h/conflict")
	RequestHandler conflict() {
		return new Endpoint((request) -> {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		});
	}

	@Bean
	@Route("/h/tagged")
	RequestHandler tagged() {
		return new Endpoint((request) -> ServerResponse.ok().eTag(TAG).body("tagged"));
	}

	@Bean
	@Route("/h/large")
	RequestHandler large() {
		return new Endpoint((request) -> ServerResponse.ok().body(LARGE));
	}

	@Bean
	@Route("/h/resource")
	RequestHandler resource() {
		return new Endpoint((request) -> ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).body(RESOURCE));
	}

	@Bean
	@Route("/h/session")
	RequestHandler session() {
		return new Endpoint((request) -> ServerResponse.ok().body(session(request.servletRequest())));
	}

	@Bean
	@Route("/h/checked")
	RequestHandler checked() {
		return new Endpoint((request) -> {
			Optional<ServerResponse> unchanged = request.checkNotModified(TAG);
			return unchanged.isPresent() ? unchanged.get() : ServerResponse.ok().body("changed");
		});
	}

	@Bean
	@Route("/h/events")
	RequestHandler events() {
		return new Endpoint((request) -> ServerResponse.sse((events) -> {
			try {
				events.send("first");
				events.complete();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
	}

	@Bean
	@Route("/h/json")
	RequestHandler json() {
		return new Endpoint((request) -> ServerResponse.ok().body(request.body(Name.class)));
	}

	/**
	 * What is read and written as JSON.
	 */
	record Name(String name) {

	}

	/**
	 * Answers several methods alike.
	 */
	private record Endpoint(HandlerFunction<ServerResponse> function) implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) throws Exception {
			return this.function.handle(request);
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return this.function.handle(request);
		}

		@Override
		public ServerResponse doPut(ServerRequest request) throws Exception {
			return this.function.handle(request);
		}

		@Override
		public ServerResponse doPatch(ServerRequest request) throws Exception {
			return this.function.handle(request);
		}

		@Override
		public ServerResponse doDelete(ServerRequest request) throws Exception {
			return this.function.handle(request);
		}

	}

	/**
	 * The controllers.
	 */
	@RestController
	@RequestMapping(path = "/c", method = { RequestMethod.GET, RequestMethod.POST, RequestMethod.PUT,
			RequestMethod.PATCH, RequestMethod.DELETE })
	static class Controllers {

		private final EqualEndpoints endpoints;

		Controllers(EqualEndpoints endpoints) {
			this.endpoints = endpoints;
		}

		@RequestMapping("/echo")
		String echo(HttpServletRequest request) {
			return this.endpoints.echo(request);
		}

		@RequestMapping("/items/{id}")
		String items(@PathVariable String id) {
			return id;
		}

		@RequestMapping("/body")
		String body(HttpServletRequest request) {
			return EqualEndpoints.body(request);
		}

		@RequestMapping("/later")
		CompletableFuture<String> later(HttpServletRequest request) {
			String answer = this.endpoints.echo(request);
			return this.endpoints.calls.afterDispatch().thenApply((dispatched) -> answer);
		}

		@RequestMapping("/redirect")
		ResponseEntity<String> redirect() {
			return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT).location(ELSEWHERE).build();
		}

		@RequestMapping("/conflict")
		String conflict() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@RequestMapping("/tagged")
		ResponseEntity<String> tagged() {
			return ResponseEntity.ok().eTag(TAG).body("tagged");
		}

		@RequestMapping("/large")
		String large() {
			return LARGE;
		}

		@RequestMapping("/resource")
		ResponseEntity<Resource> resource() {
			return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(RESOURCE);
		}

		@RequestMapping("/checked")
		@Nullable ResponseEntity<String> checked(WebRequest request) {
			return request.checkNotModified(TAG) ? null : ResponseEntity.ok("changed");
		}

		@RequestMapping("/events")
		SseEmitter events() throws IOException {
			SseEmitter events = new SseEmitter();
			events.send("first");
			events.complete();
			return events;
		}

		@RequestMapping("/json")
		Name json(@RequestBody Name name) {
			return name;
		}

		@RequestMapping("/session")
		String session(HttpServletRequest request) {
			return EqualEndpoints.session(request);
		}

	}

}
