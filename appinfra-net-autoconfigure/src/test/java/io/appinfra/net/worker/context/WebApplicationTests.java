package io.appinfra.net.worker.context;

import java.io.IOException;
import java.net.InetAddress;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.ScopeNotActiveException;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.annotation.ApplicationScope;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.annotation.SessionScope;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.appinfra.net.Role;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WebApplication}: what there is in a web application, in a worker.
 */
class WebApplicationTests {

	@Test
	void requestWhenServiceNeedsItIsInjectedAndFailsWhenUsed() {
		try (Worker worker = Worker.with(Role.CONTEXT_PATH_PROPERTY, "/shop", Tickers.class)) {
			Service service = worker.get(Service.class);
			assertThatIllegalStateException().isThrownBy(service.request::getMethod)
				.withMessageContaining("No thread-bound request found");
			assertThatIllegalStateException().isThrownBy(service.session::getId);
		}
	}

	@Test
	void beansOfRequestAndSessionWhenUsedFailForTheLackOfThem() {
		try (Worker worker = Worker.with(Role.CONTEXT_PATH_PROPERTY, "/shop", Tickers.class)) {
			Service service = worker.get(Service.class);
			assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(service.tenant::name)
				.withStackTraceContaining("No thread-bound request found");
			assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(service.cart::name)
				.withStackTraceContaining("No thread-bound request found");
		}
	}

	@Test
	void beanOfApplicationScopeIsOneAndEndsWithTheWorker() {
		try (Worker worker = Worker.with(Role.CONTEXT_PATH_PROPERTY, "/shop", Tickers.class)) {
			Registry registry = worker.get(Service.class).registry;
			assertThat(registry.next()).isEqualTo(1);
			assertThat(registry.next()).isEqualTo(2);
			assertThat(Worker.effects).isEmpty();
		}
		assertThat(Worker.effects).containsExactly("registry destroyed");
	}

	@Test
	void conditionOnWebApplicationMatchesWhereTheWebProcessIsOne() {
		try (Worker worker = web(Conditional.class)) {
			assertThat(worker.context().getBeanNamesForType(OnlyOnTheWeb.class)).hasSize(1);
		}
		try (Worker worker = Worker.of(Conditional.class)) {
			assertThat(worker.context().getBeanNamesForType(OnlyOnTheWeb.class)).isEmpty();
		}
	}

	@Test
	void servletContextIsThereAndServesNothing() throws IOException {
		try (Worker worker = web()) {
			ServletContext servletContext = worker.get(ServletContext.class);
			assertThat(servletContext.getContextPath()).isEqualTo("/shop");
			assertThat(worker.context().getApplicationName()).isEqualTo("/shop");
			servletContext.setAttribute("a", 1);
			assertThat(servletContext.getAttribute("a")).isEqualTo(1);
			servletContext.setAttribute("a", null);
			assertThat(servletContext.getAttribute("a")).isNull();
			assertThat(servletContext.getResource("/nothing")).isNull();
			assertThat(servletContext.getInitParameter("nothing")).isNull();
			assertThat(servletContext).isEqualTo(servletContext)
				.isNotEqualTo(this)
				.hasToString("servlet context of a worker");
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> servletContext.addServlet("name", "type"))
				.withMessageContaining("ServletContext.addServlet");
		}
	}

	@Test
	void webApplicationContextWhenInjectedIsThatOfTheWorker() {
		try (Worker worker = web(InWeb.class)) {
			WebApplicationContext context = worker.get(InWeb.class).context;
			assertThat(context.getBean(InWeb.class)).isSameAs(worker.get(InWeb.class));
			assertThat(context.getServletContext()).isSameAs(worker.get(ServletContext.class));
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(() -> context.getBean("nothing"));
		}
	}

	@Test
	void springMvcIsThereForTickersThatNeedSomethingOfIt() {
		try (Worker worker = web(Mvc.class)) {
			assertThat(worker.context()
				.getBean("mvcConversionService", ConversionService.class)
				.convert(InetAddress.getLoopbackAddress(), Length.class)).isEqualTo(new Length(7));
			assertThat(worker.context().getBeanFactory().containsSingleton("dispatcherServlet")).isFalse();
			assertThat(worker.context().getBeanFactory().containsSingleton("tomcatServletWebServerFactory")).isFalse();
		}
	}

	@Test
	void availabilityWhenAskedForLaterIsWhatWasPublished() {
		try (Worker worker = web(ApplicationAvailabilityAutoConfiguration.class)) {
			AvailabilityChangeEvent.publish(worker.context(), LivenessState.CORRECT);
			assertThat(worker.get(ApplicationAvailability.class).getLivenessState()).isEqualTo(LivenessState.CORRECT);
		}
	}

	private static Worker web(Class<?>... sources) {
		return Worker.with(Role.CONTEXT_PATH_PROPERTY, "/shop", sources);
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

	@Configuration(proxyBeanMethods = false)
	@Import(OnlyOnTheWeb.class)
	static class Conditional {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class })
	@Import(Formats.class)
	static class Mvc {

	}

	@ConditionalOnWebApplication
	static class OnlyOnTheWeb {

	}

	@Lazy
	static class InWeb {

		private final WebApplicationContext context;

		InWeb(WebApplicationContext context) {
			this.context = context;
		}

	}

	record Length(int value) {

	}

	static class Formats implements WebMvcConfigurer {

		@Override
		public void addFormatters(FormatterRegistry registry) {
			registry.addConverter(InetAddress.class, Length.class, (address) -> new Length(7));
		}

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
