package io.appinfra.net.http.servlet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;

import io.appinfra.net.http.limits.HandlerLimits;
import io.appinfra.net.http.registration.HandlerDefinition;
import io.appinfra.net.http.registration.HandlerKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OtherServlets} and {@link RemappedRequest}.
 */
class OtherServletsTests {

	private final Map<String, ServletRegistration> registrations = new LinkedHashMap<>();

	private OtherServlets servlets() {
		ServletContext servletContext = mock();
		given(servletContext.getServletRegistrations()).willAnswer((invocation) -> this.registrations);
		HandlerDefinition handler = new HandlerDefinition("handler", mock(HandlerKind.class), List.of(),
				HandlerLimits.NONE);
		return new OtherServlets(servletContext, List.of(handler));
	}

	private void register(String name, String... mappings) {
		ServletRegistration registration = mock();
		given(registration.getMappings()).willReturn(Set.of(mappings));
		this.registrations.put(name, registration);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/exact       | exact   | /exact     |        | EXACT        | /exact   | exact
			/a           | a       | /a         |        | PATH         | /a/*     | ''
			/a/          | a       | /a         | /      | PATH         | /a/*     | ''
			/a/b         | a       | /a         | /b     | PATH         | /a/*     | b
			/a/b/c/d     | deep    | /a/b/c     | /d     | PATH         | /a/b/c/* | d
			/ab          | default | /ab        |        | DEFAULT      | /        | ''
			/x/y.do      | action  | /x/y.do    |        | EXTENSION    | *.do     | x/y
			/a/y.do      | a       | /a         | /y.do  | PATH         | /a/*     | y.do
			/x.do/y      | default | /x.do/y    |        | DEFAULT      | /        | ''
			/            | root    | ''         | /      | CONTEXT_ROOT | ''       | ''
			""")
	void findWhenSeveralHavePathFindsAsContainer(String path, String name, String servletPath, String pathInfo,
			String match, String pattern, String matchValue) {
		register("handler", "/exact/*", "/ab", "/x/*");
		register("exact", "/exact");
		register("a", "/a/*");
		register("deep", "/a/b/c/*");
		register("action", "*.do");
		register("root", "");
		register("default", "/");
		ServletMapping mapping = servlets().find(path);
		assertThat(mapping).isNotNull();
		HttpServletRequest request = new RemappedRequest(new MockHttpServletRequest(), mapping);
		assertThat(request.getServletPath()).isEqualTo(servletPath);
		assertThat(request.getPathInfo()).isEqualTo(pathInfo);
		assertThat(request.getHttpServletMapping()).satisfies((found) -> {
			assertThat(found.getServletName()).isEqualTo(name);
			assertThat(found.getMappingMatch()).hasToString(match);
			assertThat(found.getPattern()).isEqualTo(pattern);
			assertThat(found.getMatchValue()).isEqualTo(matchValue);
		});
	}

	@Test
	void findWhenOnlyHandlerHasPathFindsNone() {
		register("handler", "/h/*", "/");
		assertThat(servlets().find("/h/x")).isNull();
	}

}
