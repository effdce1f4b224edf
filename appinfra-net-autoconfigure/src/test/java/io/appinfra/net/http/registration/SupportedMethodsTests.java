package io.appinfra.net.http.registration;

import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SupportedMethods}.
 */
class SupportedMethodsTests {

	@Test
	void namesWhenNothingIsOverriddenHasOptions() {
		assertThat(SupportedMethods.of(new RequestHandler() {
		}).names()).containsExactly("OPTIONS");
	}

	@Test
	void namesWhenGetIsOverriddenHasHead() {
		assertThat(SupportedMethods.of(new GetHandler()).names()).containsExactly("GET", "HEAD", "OPTIONS");
	}

	@Test
	void namesWhenHeadIsOverriddenHasNoGet() {
		assertThat(SupportedMethods.of(new RequestHandler() {

			@Override
			public ServerResponse doHead(ServerRequest request) {
				return ServerResponse.noContent().build();
			}

		}).names()).containsExactly("HEAD", "OPTIONS");
	}

	@Test
	void namesWhenOverriddenAboveHandlerHasInherited() {
		assertThat(SupportedMethods.of(new InheritingHandler()).names()).containsExactly("GET", "HEAD", "DELETE",
				"OPTIONS");
	}

	@Test
	void namesWhenHandlerIsProxyAreThoseOfTarget() {
		ProxyFactory classProxy = new ProxyFactory(new GetHandler());
		classProxy.setProxyTargetClass(true);
		ProxyFactory interfaceProxy = new ProxyFactory(new GetHandler());
		assertThat(SupportedMethods.of((RequestHandler) classProxy.getProxy()).names()).containsExactly("GET", "HEAD",
				"OPTIONS");
		assertThat(SupportedMethods.of((RequestHandler) interfaceProxy.getProxy()).names()).containsExactly("GET",
				"HEAD", "OPTIONS");
	}

	static class GetHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.noContent().build();
		}

	}

	interface DeletingHandler extends RequestHandler {

		@Override
		default ServerResponse doDelete(ServerRequest request) {
			return ServerResponse.noContent().build();
		}

	}

	static class InheritingHandler extends GetHandler implements DeletingHandler {

	}

}
