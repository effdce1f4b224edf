package io.appinfra.net.integration;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * An application that locks what is at {@code /locked}, and has handlers there and
 * elsewhere.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
@Import(GuardedHandler.class)
class LockedApplication {

	/**
	 * What the locked handlers answer, and nobody else.
	 */
	static final String TREASURE = "treasure of ";

	/**
	 * The calls of locked handlers.
	 */
	final List<String> calls = new CopyOnWriteArrayList<>();

	@Bean
	SecurityFilterChain security(HttpSecurity http) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/locked/**")
				.hasRole("KEEPER")
				.anyRequest()
				.permitAll())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("keeper").password("{noop}secret").roles("KEEPER").build(),
				User.withUsername("guest").password("{noop}secret").roles("GUEST").build());
	}

	@Bean
	@Route({ "/locked", "/locked/{name}", "/locked/literal/inner" })
	RequestHandler locked() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return answer(request);
			}

			@Override
			public ServerResponse doPost(ServerRequest request) {
				return answer(request);
			}

			private ServerResponse answer(ServerRequest request) {
				LockedApplication.this.calls.add(request.method() + " " + request.path());
				return treasure(request);
			}

		};
	}

	@Bean
	@Route("/locked/async")
	RequestHandler lockedAsync() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				LockedApplication.this.calls.add(request.path());
				ServerResponse answer = treasure(request);
				return ServerResponse.async(CompletableFuture.supplyAsync(() -> answer));
			}

		};
	}

	private static ServerResponse treasure(ServerRequest request) {
		return ServerResponse.ok().body(TREASURE + request.principal().orElseThrow().getName());
	}

	@Bean
	@Route({ "/open", "/{page}" })
	RequestHandler open() {
		return new RequestHandler() {

			@Override
			public ServerResponse doGet(ServerRequest request) {
				return ServerResponse.ok().body("open to all");
			}

			@Override
			public ServerResponse doPost(ServerRequest request) {
				return ServerResponse.ok().body("open to all");
			}

		};
	}

}
