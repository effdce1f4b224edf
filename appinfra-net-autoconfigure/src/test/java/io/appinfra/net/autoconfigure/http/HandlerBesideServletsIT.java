package io.appinfra.net.autoconfigure.http;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers beside servlets of the application, whose paths their servlet mappings cover,
 * and filters that are mapped to servlets by their names.
 */
@Tag("http-full")
@ExtendWith(OutputCaptureExtension.class)
class HandlerBesideServletsIT {

	private static TestServer server;

	private static String startLog;

	@BeforeAll
	static void start(CapturedOutput output) {
		server = TestServer.start(Application.class);
		startLog = output.getOut();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/files/x/1     | handler x
			/files/x/1/2   | files: /files /x/1/2 PATH /files/* x/1/2
			/files/x       | files: /files /x PATH /files/* x
			/files/%C3%A4  | files: /files /\u00e4 PATH /files/* \u00e4
			/shared/a/b.do | action: /shared/a/b.do null EXTENSION *.do shared/a/b
			/shared/one    | handler first
			/shared/1/more | handler second
			/second/x/1    | handler in second
			/second/x/1/2  | second servlet: 1 2
			/nowhere/1     | handler nowhere
			/nowhere/1/x   | 404
			""")
	void requestWhenServletMappingIsWiderThanPatternIsOfServletThatHasPath(String path, String expected) {
		int status = server.get(path).statusCode();
		assertThat((status == 200) ? server.get(path).body() : String.valueOf(status)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "/files/1,files", "/files/x/1/2,files", "/second/x/1/2,second" })
	void requestWhenFilterIsMappedToNameOfServletIsGuarded(String path, String guard) {
		assertThat(server.get(path).headers().allValues("X-Guard")).containsExactly(guard);
	}

	@Test
	void startWhenFilterIsMappedToHandlerThatSharesPathsWarns() {
		assertThat(startLog).contains("Filter 'guard-second' is mapped to the servlet of handler 'more'");
		assertThat(startLog.lines().filter((line) -> line.contains("is mapped to"))).hasSize(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static RequestHandler answer(String text) {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().body("handler " + text);
				}

			};
		}

		private static FilterRegistrationBean<Filter> guard(String name, String... servlets) {
			FilterRegistrationBean<Filter> guard = new FilterRegistrationBean<>((request, response, chain) -> {
				((HttpServletResponse) response).addHeader("X-Guard", name);
				chain.doFilter(request, response);
			});
			guard.setName("guard-" + name);
			guard.addServletNames(servlets);
			return guard;
		}

		@Bean
		@Route("/files/x/{id}")
		RequestHandler inFiles() {
			return answer("x");
		}

		@Bean
		@Route("/shared/{id}")
		RequestHandler one() {
			return answer("first");
		}

		@Bean
		@Route("/shared/{id}/more")
		RequestHandler more() {
			return answer("second");
		}

		@Bean
		@Route("/second/x/{id}")
		RequestHandler inSecond() {
			return answer("in second");
		}

		@Bean
		@Route("/nowhere/{id}")
		RequestHandler nowhere() {
			return answer("nowhere");
		}

		@Bean
		ServletRegistrationBean<HttpServlet> files() {
			return register("files", "/files/*");
		}

		@Bean
		ServletRegistrationBean<HttpServlet> action() {
			return register("action", "*.do");
		}

		private static ServletRegistrationBean<HttpServlet> register(String name, String mapping) {
			ServletRegistrationBean<HttpServlet> servlet = new ServletRegistrationBean<>(new EchoServlet(name),
					mapping);
			servlet.setName(name);
			return servlet;
		}

		@Bean
		ServletRegistrationBean<DispatcherServlet> secondDispatcherServlet() {
			AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
			context.register(SecondConfiguration.class);
			ServletRegistrationBean<DispatcherServlet> servlet = new ServletRegistrationBean<>(
					new DispatcherServlet(context), "/second/*");
			servlet.setName("second");
			return servlet;
		}

		@Bean
		FilterRegistrationBean<Filter> guardOfFiles() {
			return guard("files", "files");
		}

		@Bean
		FilterRegistrationBean<Filter> guardOfSecond() {
			return guard("second", "second", "more", "nowhere");
		}

	}

	static class EchoServlet extends HttpServlet {

		private static final long serialVersionUID = 1L;

		private final String name;

		EchoServlet(String name) {
			this.name = name;
		}

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			HttpServletMapping mapping = request.getHttpServletMapping();
			response.setContentType("text/plain;charset=UTF-8");
			response.getWriter()
				.write("%s: %s %s %s %s %s".formatted(this.name, request.getServletPath(), request.getPathInfo(),
						mapping.getMappingMatch(), mapping.getPattern(), mapping.getMatchValue()));
		}

	}

	@EnableWebMvc
	static class SecondConfiguration {

		@Bean
		SecondController secondController() {
			return new SecondController();
		}

	}

	@RestController
	static class SecondController {

		@GetMapping("/x/{one}/{two}")
		String get(@PathVariable String one, @PathVariable String two) {
			return "second servlet: %s %s".formatted(one, two);
		}

	}

}
