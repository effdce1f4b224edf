package io.appinfra.net.autoconfigure.cluster;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UserOfRequest}.
 */
class UserOfRequestTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final CurrentUser user = new UserOfRequest();

	@AfterEach
	void endRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void nameWhenThereIsNoRequestIsNull() {
		assertThat(this.user.name()).isNull();
	}

	@Test
	void nameWhenRequestIsAnonymousIsNull() {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(this.request));
		assertThat(this.user.name()).isNull();
	}

	@Test
	void nameWhenRequestHasAUserIsThatOfTheUser() {
		this.request.setUserPrincipal(() -> "alice");
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(this.request));
		assertThat(this.user.name()).isEqualTo("alice");
	}

}
