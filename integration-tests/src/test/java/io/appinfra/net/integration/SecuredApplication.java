package io.appinfra.net.integration;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * An application whose handlers below {@code /h} and controllers below {@code /c} are the
 * same, secured alike.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
@Import({ SecuredApplication.Guard.class, SecuredApplication.Controllers.class })
class SecuredApplication {

	/**
	 * What has been decided, in which dispatch, for whom.
	 */
	final List<String> decisions = new CopyOnWriteArrayList<>();

	@Bean
	SecurityFilterChain security(HttpSecurity http) throws Exception {
		AuthorizationManager<RequestAuthorizationContext> keeper = AuthorityAuthorizationManager.hasRole("KEEPER");
		return http.cors(Customizer.withDefaults())
			.csrf((csrf) -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
				.csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler()))
			.httpBasic(Customizer.withDefaults())
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/*/open", "/*/method", "/*/login")
				.permitAll()
				.anyRequest()
				.access((authentication, context) -> {
					this.decisions.add(context.getRequest().getDispatcherType() + " " + authentication.get().getName());
					return keeper.authorize(authentication, context);
				}))
			.build();
	}

	@Bean
	CorsConfigurationSource corsConfigurationSource() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin("https://good.example");
		configuration.addAllowedMethod("*");
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", configuration);
		return source;
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("keeper").password("{noop}secret").roles("KEEPER").build(),
				User.withUsername("guest").password("{noop}secret").roles("GUEST").build());
	}

	@Bean
	@Route({ "/h/who", "/h/open" })
	RequestHandler who(Guard guard) {
		return new Answering((request) -> ServerResponse.ok().body(guard.who(request.servletRequest())));
	}

	@Bean
	@Route("/h/later")
	RequestHandler later(Guard guard) {
		return new Answering((request) -> {
			ServerResponse answer = ServerResponse.ok().body(guard.who(request.servletRequest()));
			return ServerResponse.async(later(answer));
		});
	}

	private static <T> CompletableFuture<T> later(T answer) {
		return new CompletableFuture<T>().completeOnTimeout(answer, 100, TimeUnit.MILLISECONDS);
	}

	@Bean
	@Route("/h/login")
	RequestHandler login(Guard guard) {
		return new Answering((request) -> ServerResponse.ok().body(guard.logIn(request.servletRequest())));
	}

	@Bean
	@Route("/h/method")
	RequestHandler method(Guard guard) {
		return new Answering((request) -> ServerResponse.ok().body(guard.treasure()));
	}

	/**
	 * What handlers and controllers use.
	 */
	static class Guard {

		private final HttpServletRequest injected;

		Guard(HttpServletRequest injected) {
			this.injected = injected;
		}

		/**
		 * Return who sends a request, as it is seen in different ways.
		 */
		public String who(HttpServletRequest request) {
			return List
				.of(String.valueOf(request.getRemoteUser()), request.isUserInRole("KEEPER"),
						String.valueOf(this.injected.getRemoteUser()), this.injected.isUserInRole("KEEPER"),
						SecurityContextHolder.getContext().getAuthentication().getName())
				.toString();
		}

		/**
		 * Begin a session, and log in unless the request asks for no more than that.
		 * @return who sends the request then
		 */
		public String logIn(HttpServletRequest request) {
			try {
				request.getSession();
				if (request.getQueryString() == null) {
					request.login("keeper", "secret");
					request.changeSessionId();
				}
				return who(request);
			}
			catch (ServletException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@PreAuthorize("hasRole('KEEPER')")
		public String treasure() {
			return "treasure";
		}

	}

	@FunctionalInterface
	interface Answer {

		ServerResponse to(ServerRequest request);

	}

	/**
	 * Answers GET, POST and DELETE alike.
	 */
	private record Answering(Answer answer) implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return this.answer.to(request);
		}

		@Override
		public ServerResponse doPost(ServerRequest request) {
			return this.answer.to(request);
		}

		@Override
		public ServerResponse doDelete(ServerRequest request) {
			return this.answer.to(request);
		}

	}

	/**
	 * The controllers.
	 */
	@RestController
	@RequestMapping(path = "/c", method = { RequestMethod.GET, RequestMethod.POST, RequestMethod.DELETE })
	static class Controllers {

		private final Guard guard;

		Controllers(Guard guard) {
			this.guard = guard;
		}

		@RequestMapping({ "/who", "/open" })
		String who(HttpServletRequest request) {
			return this.guard.who(request);
		}

		@RequestMapping("/later")
		CompletableFuture<String> later(HttpServletRequest request) {
			String answer = this.guard.who(request);
			return SecuredApplication.later(answer);
		}

		@RequestMapping("/login")
		String login(HttpServletRequest request) {
			return this.guard.logIn(request);
		}

		@RequestMapping("/method")
		String method() {
			return this.guard.treasure();
		}

	}

}
