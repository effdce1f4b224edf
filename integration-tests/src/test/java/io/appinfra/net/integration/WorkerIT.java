package io.appinfra.net.integration;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.FormatterRegistry;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the worker of an application with Spring Security and tracing.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerIT {

	@Test
	void tickWhenInWorkerNeedsNoSecurityAndStopsWithTheApplication(CapturedOutput output) {
		long worker;
		try (RawServer server = RawServer.start(new Class<?>[] { Application.class })) {
			SharedState state = server.context().getBean(SharedState.class);
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state.counter("worker").get() > 0);
			worker = state.counter("worker").get();
			assertThat(state.map("seen", String.class).get("date")).isEqualTo("01.02.2026");
			assertThat(state.map("seen", String.class).get("password")).isEqualTo("true");
			assertThat(state.map("seen", String.class).get("web")).isEqualTo(" 0 ACCEPTING_TRAFFIC");
			assertThat(worker).isNotEqualTo(ProcessHandle.current().pid());
			assertThat(ProcessHandle.of(worker)).get().matches(ProcessHandle::isAlive);
		}
		assertThat(ProcessHandle.of(worker).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(output.getOut().lines()).noneMatch((line) -> line.contains(" ERROR ") || line.contains(" WARN "));
	}

	@Import({ LockedApplication.class, Passwords.class, Ticking.class })
	static class Application {

	}

	/**
	 * Has beans for services beside what a web application alone needs.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Passwords implements WebMvcConfigurer {

		@Autowired
		void configure(AuthenticationManagerBuilder authentication) throws Exception {
			authentication.eraseCredentials(true);
		}

		@Bean
		PasswordEncoder passwordEncoder() {
			return PasswordEncoderFactories.createDelegatingPasswordEncoder();
		}

		@Override
		public void addFormatters(FormatterRegistry registry) {
			registry.addConverter(LocalDate.class, String.class, DateTimeFormatter.ofPattern("dd.MM.yyyy")::format);
		}

	}

	static class Ticking {

		private final SharedState state;

		private final PasswordEncoder passwords;

		private final ConversionService conversion;

		private final WebApplicationContext context;

		private final ServerProperties server;

		private final ApplicationAvailability availability;

		Ticking(SharedState state, PasswordEncoder passwords,
				@Qualifier("mvcConversionService") ConversionService conversion, WebApplicationContext context,
				ServerProperties server, ApplicationAvailability availability) {
			this.state = state;
			this.context = context;
			this.server = server;
			this.availability = availability;
			this.passwords = passwords;
			this.conversion = conversion;
		}

		@Tick(interval = "1h", mode = TickMode.SPACED, runIn = RunIn.WORKER)
		void tick() {
			SharedMap<String> seen = this.state.map("seen", String.class);
			seen.put("password", String.valueOf(this.passwords.matches("secret", "{noop}secret")));
			seen.put("date", String.valueOf(this.conversion.convert(LocalDate.of(2026, 2, 1), String.class)));
			seen.put("web", "%s %s %s".formatted(this.context.getServletContext().getContextPath(),
					this.server.getPort(), this.availability.getReadinessState()));
			this.state.counter("worker").set(ProcessHandle.current().pid());
		}

		@PreAuthorize("hasRole('KEEPER')")
		void locked() {
		}

	}

}
