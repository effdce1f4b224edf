package io.appinfra.net.autoconfigure.worker;

import org.junit.jupiter.api.Test;

import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.web.MockServletContext;

import io.appinfra.net.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link WebKind}.
 */
class WebKindTests {

	@Test
	void propertiesOfServletApplicationHaveItsContextPath() {
		MockServletContext servletContext = new MockServletContext();
		servletContext.setContextPath("/shop");
		try (AnnotationConfigServletWebApplicationContext context = new AnnotationConfigServletWebApplicationContext()) {
			context.setServletContext(servletContext);
			context.refresh();
			assertThat(WebKind.properties(context)).containsOnly(entry(Role.CONTEXT_PATH_PROPERTY, "/shop"));
		}
	}

	@Test
	void propertiesOfReactiveApplicationSaySo() {
		try (GenericReactiveWebApplicationContext context = new GenericReactiveWebApplicationContext()) {
			assertThat(WebKind.properties(context)).containsOnly(entry(Role.REACTIVE_PROPERTY, "true"));
		}
	}

	@Test
	void propertiesOfOtherApplicationAreNone() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			assertThat(WebKind.properties(context)).isEmpty();
		}
	}

}
