package io.appinfra.net.differences;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.AbstractRequestLoggingFilter;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.RelativeRedirectFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.multipart.support.MultipartFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * An application with many filters around its handlers and controllers.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ FilteredApplication.Calls.class, FilteredApplication.Tenant.class, EqualEndpoints.class,
		EqualEndpoints.Controllers.class })
class FilteredApplication {

	static final String SHALLOW_ETAG = "X-Filter: etag";

	static final String PARAMETERS_FIRST = "X-Filter: parameters";

	static final String PARTS_FIRST = "X-Filter: parts";

	private static boolean asks(HttpServletRequest request, String header) {
		return header.equals("X-Filter: " + request.getHeader("X-Filter"));
	}

	static String parameters(HttpServletRequest request) {
		StringBuilder text = new StringBuilder();
		new TreeMap<>(request.getParameterMap())
			.forEach((name, values) -> text.append(name).append(Arrays.asList(values)));
		return text.toString();
	}

	private static <T extends Filter> FilterRegistrationBean<T> register(String name, T filter, int order) {
		FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
		registration.setName(name);
		registration.setOrder(order);
		return registration;
	}

	private static <T extends Filter> FilterRegistrationBean<T> registerForAll(String name, T filter, int order) {
		FilterRegistrationBean<T> registration = register(name, filter, order);
		registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		return registration;
	}

	@Bean
	FilterRegistrationBean<Filter> outermost(Calls calls) {
		return registerForAll("outermost", new Recording(calls, "outermost"), Ordered.HIGHEST_PRECEDENCE);
	}

	@Bean
	FilterRegistrationBean<Filter> innermost(Calls calls) {
		return registerForAll("innermost", new Recording(calls, "innermost"), Ordered.LOWEST_PRECEDENCE);
	}

	@Bean
	FilterRegistrationBean<Audit> audit(Calls calls) {
		return registerForAll("audit", new Audit(calls), 1);
	}

	@Bean
	FilterRegistrationBean<TenantFilter> tenantFilter(Tenant tenant, Calls calls) {
		return register("tenant", new TenantFilter(tenant, calls), 2);
	}

	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> shallowEtag() {
		return register("etag", new ShallowEtagHeaderFilter() {

			@Override
			protected boolean shouldNotFilter(HttpServletRequest request) {
				return !asks(request, SHALLOW_ETAG);
			}

		}, 3);
	}

	@Bean
	FilterRegistrationBean<MultipartFilter> multipart() {
		return register("parts", new MultipartFilter() {

			@Override
			protected boolean shouldNotFilter(HttpServletRequest request) {
				return !asks(request, PARTS_FIRST);
			}

		}, 4);
	}

	@Bean
	FilterRegistrationBean<RelativeRedirectFilter> relativeRedirect() {
		return register("redirect", new RelativeRedirectFilter(), 5);
	}

	@Bean
	FilterRegistrationBean<AbstractRequestLoggingFilter> requestLogging(Calls calls) {
		return register("logging", new RequestLogging(calls), 6);
	}

	@Bean
	FilterRegistrationBean<UrlHandlerFilter> trailingSlash() {
		return register("slash", UrlHandlerFilter.trailingSlashHandler("/h/echo/", "/c/echo/").wrapRequest().build(),
				7);
	}

	@Bean
	FilterRegistrationBean<CorsFilter> cors() {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.addAllowedOrigin("https://good.example");
		configuration.addAllowedMethod("*");
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", configuration);
		return register("cors", new CorsFilter(source), 8);
	}

	/**
	 * What has been called for one request.
	 */
	static class Calls {

		private final List<String> calls = new ArrayList<>();

		private CompletableFuture<Void> dispatched = new CompletableFuture<>();

		private boolean ended;

		synchronized void add(String call) {
			this.calls.add(call.replace("/h/", "/c/").replaceAll("(client|session)=[^,\\]]*", "$1"));
		}

		synchronized void begin() {
			this.ended = false;
		}

		void endDispatch(boolean ended) {
			afterDispatch().complete(null);
			synchronized (this) {
				this.ended = ended;
			}
		}

		/**
		 * Return what is complete once the filters have been left for the first time.
		 */
		synchronized CompletableFuture<Void> afterDispatch() {
			return this.dispatched;
		}

		synchronized boolean haveEnded() {
			return this.ended;
		}

		synchronized List<String> takeAll() {
			List<String> result = List.copyOf(this.calls);
			this.calls.clear();
			this.dispatched = new CompletableFuture<>();
			this.ended = false;
			return result;
		}

	}

	/**
	 * Records each call, and what the request looks like.
	 */
	private record Recording(Calls calls, String name) implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			boolean outermost = this.name.equals("outermost");
			HttpServletRequest http = (HttpServletRequest) request;
			if (outermost) {
				this.calls.begin();
			}
			this.calls.add("%s: %s %s %s %s".formatted(this.name, http.getDispatcherType(), http.getMethod(),
					http.getRequestURL(), http.getCharacterEncoding()));
			chain.doFilter(request, response);
			boolean async = http.isAsyncStarted();
			this.calls.add("%s: status %d, async %s, pattern %s".formatted(this.name,
					((HttpServletResponse) response).getStatus(), async, pattern(http)));
			if (outermost) {
				this.calls.endDispatch(!async);
			}
		}

		private static String pattern(HttpServletRequest request) {
			return (request.getDispatcherType() != DispatcherType.ERROR && !request.getMethod().equals("OPTIONS"))
					? request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) + " of "
							+ request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
					: "";
		}

	}

	/**
	 * Audits requests once they are over, as Spring's own filters know it.
	 */
	private static final class Audit extends OncePerRequestFilter {

		private final Calls calls;

		Audit(Calls calls) {
			this.calls = calls;
		}

		@Override
		protected boolean shouldNotFilterAsyncDispatch() {
			return false;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (asks(request, PARAMETERS_FIRST)) {
				this.calls.add("audit: parameters " + parameters(request));
			}
			chain.doFilter(request, response);
			if (!isAsyncStarted(request)) {
				this.calls.add("audit: status " + response.getStatus());
			}
		}

	}

	/**
	 * What belongs to the tenant of one request.
	 */
	@RequestScope
	static class Tenant {

		private final Calls calls;

		private String name = "nobody";

		Tenant(Calls calls) {
			this.calls = calls;
		}

		@PostConstruct
		void begin() {
			this.calls.add("tenant: made");
		}

		@PreDestroy
		void end() {
			this.calls.add("tenant: destroyed");
			this.name = "destroyed";
		}

		String getName() {
			return this.name;
		}

		void setName(String name) {
			this.name = name;
		}

	}

	private static final class TenantFilter extends OncePerRequestFilter {

		private final Tenant tenant;

		private final Calls calls;

		TenantFilter(Tenant tenant, Calls calls) {
			this.tenant = tenant;
			this.calls = calls;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			MDC.put("tenant", "acme");
			this.tenant.setName("acme");
			try {
				chain.doFilter(request, response);
			}
			finally {
				MDC.remove("tenant");
				this.calls.add("tenant: " + this.tenant.getName());
			}
		}

	}

	private static final class RequestLogging extends AbstractRequestLoggingFilter {

		private final Calls calls;

		RequestLogging(Calls calls) {
			this.calls = calls;
			setIncludeClientInfo(true);
			setIncludeQueryString(true);
		}

		@Override
		protected void beforeRequest(HttpServletRequest request, String message) {
			this.calls.add("logging: " + message);
		}

		@Override
		protected void afterRequest(HttpServletRequest request, String message) {
			this.calls.add("logging: " + message);
		}

	}

}
