package io.appinfra.net.http.servlet;

import java.util.List;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import io.appinfra.net.http.routing.ControllerPatterns;
import io.appinfra.net.http.routing.Router;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerServlet}.
 */
class HandlerServletTests {

	private final Router<String> router = new Router<>("",
			Map.of(pattern("/{page}"), "variable", pattern("/literal"), "literal"), new ControllerPatterns(List::of));

	@ParameterizedTest
	@CsvSource({ "REQUEST,/error,variable", "REQUEST,/literal,literal", "FORWARD,/error,variable",
			"ASYNC,/error,variable", "ERROR,/error,", "ERROR,/literal,literal", "INCLUDE,/error,",
			"INCLUDE,/literal,literal" })
	void matchWhenDispatchedForErrorOrIncludeIsOfLiteralAlone(DispatcherType type, String path,
			@Nullable String target) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET",
				(type == DispatcherType.INCLUDE) ? "/outer" : path);
		request.setDispatcherType(type);
		request.setAttribute(RequestDispatcher.INCLUDE_REQUEST_URI, path);
		request.setAttribute(RequestDispatcher.INCLUDE_CONTEXT_PATH, "");
		Router.Match<String> match = HandlerServlet.match(this.router, request);
		assertThat((match != null) ? match.target() : null).isEqualTo(target);
	}

	private static PathPattern pattern(String pattern) {
		return PathPatternParser.defaultInstance.parse(pattern);
	}

}
