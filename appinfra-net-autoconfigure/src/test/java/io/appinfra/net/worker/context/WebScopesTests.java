package io.appinfra.net.worker.context;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.ScopeNotActiveException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.context.annotation.ApplicationScope;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.annotation.SessionScope;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a web application injects, in a worker.
 */
class WebScopesTests {

	@Test
	void requestWhenServiceNeedsItIsInjectedAndFailsWhenUsed() {
		try (Worker worker = Worker.of(Tickers.class)) {
			Service service = worker.get(Service.class);
			assertThatIllegalStateException().isThrownBy(service.request::getMethod)
				.withMessageContaining("No thread-bound request found");
			assertThatIllegalStateException().isThrownBy(service.session::getId);
		}
	}

	@Test
	void beansOfRequestAndSessionWhenUsedFailForTheLackOfThem() {
		try (Worker worker = Worker.of(Tickers.class)) {
			Service service = worker.get(Service.class);
			assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(service.tenant::name)
				.withStackTraceContaining("No thread-bound request found");
			assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(service.cart::name)
				.withStackTraceContaining("No thread-bound request found");
		}
	}

	@Test
	void beanOfApplicationScopeIsOneAndEndsWithTheWorker() {
		try (Worker worker = Worker.of(Tickers.class)) {
			Registry registry = worker.get(Service.class).registry;
			assertThat(registry.next()).isEqualTo(1);
			assertThat(registry.next()).isEqualTo(2);
			assertThat(Worker.effects).isEmpty();
		}
		assertThat(Worker.effects).containsExactly("registry destroyed");
	}

	@Test
	void conditionOnWebApplicationDoesNotMatch() {
		try (Worker worker = Worker.of(Tickers.class, OnlyOnTheWeb.class)) {
			assertThat(worker.context().getBeanNamesForType(OnlyOnTheWeb.class)).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Service.class)
	static class Tickers {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(Service service) {
			return (tick) -> {
			};
		}

		@Bean
		@RequestScope
		Named tenant() {
			return new Named();
		}

		@Bean
		@SessionScope
		Named cart() {
			return new Named();
		}

		@Bean
		@ApplicationScope
		Registry registry() {
			return new Registry();
		}

	}

	@ConditionalOnWebApplication
	static class OnlyOnTheWeb {

	}

	static class Service {

		private final HttpServletRequest request;

		private final HttpSession session;

		private final Named tenant;

		private final Named cart;

		private final Registry registry;

		Service(HttpServletRequest request, HttpSession session, Named tenant, Named cart, Registry registry) {
			this.request = request;
			this.session = session;
			this.tenant = tenant;
			this.cart = cart;
			this.registry = registry;
		}

	}

	static class Named {

		String name() {
			return "";
		}

	}

	static class Registry implements DisposableBean {

		private int last;

		int next() {
			return ++this.last;
		}

		@Override
		public void destroy() {
			Worker.effect("registry destroyed");
		}

	}

}
