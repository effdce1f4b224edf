package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.fixture.FixedAnswer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@code DispatcherServlet} serves beside handlers whose servlet mappings
 * cover it, on a real web server.
 */
@Tag("http-full")
class HandlerBesideDispatcherServletIT {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "spring.web.error.include-message=always",
				"server.error.include-message=always");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void requestWhenHandlerMatches() {
		assertThat(server.get("/anything").body()).isEqualTo("handler of anything");
		assertThat(server.get("/files/one").body()).isEqualTo("file one");
	}

	@Test
	void requestWhenOnlyControllerMatches() {
		assertThat(server.get("/files/one/lines/2").body()).isEqualTo("line 2 of one at /files/one/lines/2");
		assertThat(server.send("POST", "/files/one/lines", "text", "Content-Type", "text/plain").body())
			.isEqualTo("text");
	}

	@Test
	void requestWhenFilterIsMappedToNameOfDispatcherServletIsGuarded() {
		for (String path : List.of("/files/one/lines/2", "/files/readme", "/actuator/health")) {
			assertThat(server.get(path).headers().allValues("X-Guard")).as(path).hasSize(1);
		}
		assertThat(server.get("/files/one").headers().allValues("X-Guard")).isEmpty();
	}

	@Test
	void requestWhenControllerIsMoreSpecific() {
		assertThat(server.get("/files/readme").body()).isEqualTo("readme of controller");
		assertThat(server.get("/files/%72eadme").body()).isEqualTo("readme of controller");
		assertThat(server.get("/files/readme;v=1").body()).isEqualTo("readme of controller");
		assertThat(server.get("/trees/oak/leaf").body()).isEqualTo("leaf of oak");
		assertThat(server.get("/trees/oak/root").body()).isEqualTo("tree /oak/root");
		assertThat(server.get("/trees/actuator").body()).isEqualTo("tree /actuator");
	}

	@Test
	void requestWhenControllerIsMoreSpecificForAnotherMethodIsOfController() {
		assertThat(server.get("/files/write-only").statusCode()).isEqualTo(405);
		assertThat(server.send("POST", "/files/write-only", "").body()).isEqualTo("written");
	}

	@Test
	void requestWhenControllerHasSamePatternIsOfHandler() {
		assertThat(server.get("/trees/oak").body()).isEqualTo("tree /oak");
		assertThat(server.get("/same/1").body()).isEqualTo("handler of same");
		assertThat(server.get("/same").body()).isEqualTo("handler of same");
	}

	@Test
	void requestWhenHandlerIsForAllPathsLeavesControllersAndActuator() {
		try (TestServer all = TestServer.start(Application.class, "appinfra.net.handlers.trees.path=/{*rest}")) {
			assertThat(all.get("/actuator/health").body()).contains("\"status\":\"UP\"");
			assertThat(all.get("/files/one/lines/2").body()).startsWith("line 2");
			assertThat(all.get("/trees/oak/leaf").body()).isEqualTo("leaf of oak");
			assertThat(all.get("/other/oak").body()).isEqualTo("tree /other/oak");
			assertThat(all.get("/files/one/broken").body()).contains("\"path\":\"/files/one/broken\"");
		}
	}

	@Test
	void requestWhenServletPathOfDispatcherServletIsSet() {
		try (TestServer api = TestServer.start(Application.class, "spring.mvc.servlet.path=/api",
				"server.servlet.context-path=/shop", "appinfra.net.handlers.trees.path=/api/trees/{*rest}")) {
			assertThat(api.get("/shop/api/files/one/lines/2").body()).isEqualTo("line 2 of one at /api");
			assertThat(api.get("/shop/api/trees/oak/leaf").body()).isEqualTo("leaf of oak");
			assertThat(api.get("/shop/api/trees/oak").body()).isEqualTo("tree /oak");
			assertThat(api.get("/shop/files/one/lines/2").statusCode()).isEqualTo(404);
			assertThat(api.get("/shop/files/one").body()).isEqualTo("file one");
			assertThat(api.get("/shop/files/readme").body()).isEqualTo("file readme");
			assertThat(api.get("/shop/api/actuator/health").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void startWhenHandlerNeedsMappingOfDispatcherServletFails() {
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> TestServer.start(Application.class, "spring.mvc.servlet.path=/api",
					"appinfra.net.handlers.trees.path=/api/{*rest}"))
			.havingRootCause()
			.isInstanceOf(FailureAnalyzedException.class)
			.withMessageContaining("'/api/*'");
	}

	@Test
	void requestWhenControllerIsAsynchronous() {
		assertThat(server.get("/files/one/later").body()).isEqualTo("later");
	}

	@Test
	void requestWhenControllerReadsMultipart() {
		assertThat(server
			.send("POST", "/files/one/upload",
					"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc\r\n--b--\r\n",
					"Content-Type", "multipart/form-data; boundary=b")
			.body()).isEqualTo("3");
	}

	@Test
	void requestWhenControllerFailsGoesToErrorPageAndNotToHandler() {
		assertThat(server.get("/files/one/broken").statusCode()).isEqualTo(500);
		assertThat(server.get("/files/one/broken").body()).contains("\"path\":\"/files/one/broken\"");
	}

	@Test
	void requestWhenControllerSendsErrorGoesToErrorPage() {
		assertThat(server.get("/files/one/gone").statusCode()).isEqualTo(410);
		assertThat(server.get("/files/one/gone").body()).contains("\"message\":\"Gone for good\"");
	}

	@Test
	void requestWhenActuator() {
		assertThat(server.get("/actuator/health").body()).contains("\"status\":\"UP\"");
	}

	@Test
	void requestWhenStaticResource() {
		assertThat(server.get("/assets/plain.css").body()).isEqualTo("body { }");
	}

	@Test
	void requestWhenNothingMatchesIsOrdinaryNotFound() {
		assertThat(server.get("/a/b/c").statusCode()).isEqualTo(404);
		assertThat(server.get("/a/b/c").body()).contains("\"error\":\"Not Found\"", "\"path\":\"/a/b/c\"");
		assertThat(server.get("/").statusCode()).isEqualTo(404);
	}

	@Test
	void requestWhenContextPathIsSet() {
		try (TestServer shop = TestServer.start(Application.class, "server.servlet.context-path=/shop")) {
			assertThat(shop.get("/shop/anything").body()).isEqualTo("handler of anything");
			assertThat(shop.get("/shop/files/one/lines/2").body()).isEqualTo("line 2 of one at /files/one/lines/2");
			assertThat(shop.get("/shop/actuator/health").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void requestWhenErrorPageIsHandlerWithThisPath() {
		try (TestServer own = TestServer.start(OwnErrorPage.class)) {
			assertThat(own.get("/files/one/broken").statusCode()).isEqualTo(500);
			assertThat(own.get("/files/one/broken").body()).isEqualTo("my error page");
		}
	}

	@Test
	void requestWhenThereIsNoDispatcherServlet() {
		try (TestServer bare = TestServer.start(Application.class,
				"spring.autoconfigure.exclude=" + DispatcherServletAutoConfiguration.class.getName() + ","
						+ ErrorMvcAutoConfiguration.class.getName())) {
			assertThat(bare.get("/files/one").body()).isEqualTo("file one");
			assertThat(bare.get("/files/one/lines/2").statusCode()).isEqualTo(404);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FilesController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> guard() {
			FilterRegistrationBean<Filter> guard = new FilterRegistrationBean<>((request, response, chain) -> {
				((HttpServletResponse) response).addHeader("X-Guard", "here");
				chain.doFilter(request, response);
			});
			guard.addServletNames("dispatcherServlet");
			return guard;
		}

		@Bean
		@Route("/{name}")
		RequestHandler any() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().body("handler of " + request.pathVariable("name"));
				}

			};
		}

		@Bean
		@Route("/trees/{*rest}")
		RequestHandler trees() {
			return new TreesHandler();
		}

		@Bean
		@Route({ "/same/{id}", "/same" })
		RequestHandler same() {
			return new FixedAnswer("handler of same");
		}

		@Bean
		@Route("/files/{name}")
		RequestHandler files() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().body("file " + request.pathVariable("name"));
				}

			};
		}

	}

	static class TreesHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.ok().body("tree " + request.pathVariable("rest"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class OwnErrorPage {

		@Bean
		@Route("/error")
		RequestHandler errorPage() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.status(500).body("my error page");
				}

			};
		}

	}

	@RestController
	static class FilesController {

		@GetMapping("/files/{name}/lines/{line}")
		String line(@PathVariable String name, @PathVariable int line, HttpServletRequest request) {
			return "line %d of %s at %s".formatted(line, name, request.getServletPath());
		}

		@GetMapping("/files/readme")
		String readme() {
			return "readme of controller";
		}

		@GetMapping("/trees/{tree}/leaf")
		String leaf(@PathVariable String tree) {
			return "leaf of " + tree;
		}

		@PostMapping("/files/write-only")
		String write() {
			return "written";
		}

		@GetMapping({ "/trees/{*all}", "/same/{other}", "/same" })
		String same() {
			return "controller";
		}

		@PostMapping("/files/{name}/lines")
		String add(@RequestBody String text) {
			return text;
		}

		@PostMapping("/files/{name}/upload")
		String upload(@RequestParam MultipartFile file) {
			return String.valueOf(file.getSize());
		}

		@GetMapping("/files/{name}/later")
		Callable<String> later() {
			return () -> "later";
		}

		@GetMapping("/files/{name}/broken")
		String broken() {
			throw new IllegalStateException("broken");
		}

		@GetMapping("/files/{name}/gone")
		void gone(HttpServletResponse response) throws IOException {
			response.sendError(HttpServletResponse.SC_GONE, "Gone for good");
		}

	}

}
