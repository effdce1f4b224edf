package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for paths of handlers, each compared with what a controller of the same patterns
 * answers, on a real web server. Nothing changes a path between the test and the server.
 */
@Tag("http-full")
class HandlerPathIT {

	private static final List<String> PATHS = List.of("", "/", "//", "/literal", "/literal/", "/Literal", "/%6Citeral",
			"/%6citeral", "/literal;v=1", "/literal;v=1/", "/literal;v=1/x", "/literal%3Bv=1", "/literal?x=1",
			"/literal?", "//literal", "/./literal", "/x/../literal", "/x/%2E%2E/literal", "/%2e/literal", "/files",
			"/files/", "/files//", "/files/a", "/files/a/", "/files/a.txt", "/files/a.b.txt", "/files/a%20b",
			"/files/a+b", "/files/a%2Bb", "/files/a%2Fb", "/files/a%2fb", "/files/a%5Cb", "/files/a%25b",
			"/files/a%252Fb", "/files/%E4%BD%A0", "/files/%C3", "/files/%zz", "/files/a%", "/files/%00", "/files/a%0Ab",
			"/files/a%3Bb", "/files/a%3Fb", "/files/a;v=1;w=2", "/files/;v=1", "/files/%7Bname%7D",
			"/files/a:b@c!$&'()*,=", "/files/a/b", "/files/a//b", "/files/readme", "/files/readm%65", "/num/12",
			"/num/%31%32", "/num/abc", "/num/1a", "/num/12;v=1", "/num/12/", "/code/A-7", "/code/A-x", "/a/1/b/2",
			"/a/1/b/2/", "/a/1;m=2/b/3;n=4", "/a/1/b", "/a//b/2", "/q/x", "/q/xy", "/q/", "/q/%C3%A4", "/star/z/x",
			"/star//x", "/star/z;v=1/x", "/glob/ab", "/glob/a%2eb", "/rest", "/rest/", "/rest//", "/rest/a",
			"/rest/a/b", "/rest/a/b/", "/rest/a%20b/c;d=1", "/rest/a;v=1/b", "/rest/a%2Fb/c", "/all", "/all/",
			"/all/a/b", "/one", "/two", "/three", "/tail", "/tail/", "/%C3%A4", "/%c3%a4", "/ä");

	@ParameterizedTest
	@CsvSource({ "'', '', ''", "/shop, '', /shop", "'', /api, ''", "/shop, /api, /shop" })
	void requestWhenPathIsOddIsTreatedAsByController(String contextPath, String servletPath, String base)
			throws IOException {
		List<String> differences = new ArrayList<>();
		int found = 0;
		try (TestServer server = TestServer.start(Application.class, "server.servlet.context-path=" + contextPath,
				"spring.mvc.servlet.path=" + (servletPath.isEmpty() ? "/" : servletPath))) {
			for (String path : PATHS) {
				String expected = answer(server, base + servletPath + "/controller" + path);
				String actual = answer(server, base + "/handler" + path);
				found += actual.startsWith("200") ? 1 : 0;
				if (!actual.equals(expected)) {
					differences.add("%s: %s, but controller: %s".formatted(path, actual, expected));
				}
			}
		}
		assertThat(differences).isEmpty();
		assertThat(found).isGreaterThan(PATHS.size() / 3);
	}

	private static String answer(TestServer server, String target) throws IOException {
		String response = server.exchange("GET", target);
		int body = response.indexOf("\r\n\r\n");
		String status = response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
		return status.equals("200") ? status + response.substring(body) : status;
	}

	private static String describe(Object pattern, Map<?, ?> variables) {
		return pattern.toString().replaceFirst("^/(handler|controller)", "") + " " + new TreeMap<>(variables);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		@Route({ "/handler", "/handler/literal", "/handler/{name}", "/handler/files/{name}",
				"/handler/files/{name}.{ext}", "/handler/files/readme", "/handler/num/{id:\\d+}",
				"/handler/num/{word:[a-z]+}", "/handler/code/{letter}-{digit:[0-9]}", "/handler/a/{x}/b/{y}" })
		RequestHandler one() {
			return new Describing();
		}

		@Bean
		@Route({ "/handler/q/?", "/handler/star/*/x", "/handler/glob/a*b", "/handler/rest/{*rest}", "/handler/all/**",
				"/handler/one", "/handler/two", "/handler/tail/", "/handler/ä" })
		RequestHandler other() {
			return new Describing();
		}

	}

	static class Describing implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			Object pattern = request.attribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE).orElseThrow();
			return ServerResponse.ok().body(describe(pattern, request.pathVariables()));
		}

	}

	@RestController
	@RequestMapping("/controller")
	static class Controller {

		@GetMapping({ "", "/literal", "/{name}", "/files/{name}", "/files/{name}.{ext}", "/files/readme",
				"/num/{id:\\d+}", "/num/{word:[a-z]+}", "/code/{letter}-{digit:[0-9]}", "/a/{x}/b/{y}", "/q/?",
				"/star/*/x", "/glob/a*b", "/rest/{*rest}", "/all/**", "/one", "/two", "/tail/", "/ä" })
		String any(HttpServletRequest request) {
			return describe(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
					(Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE));
		}

	}

}
