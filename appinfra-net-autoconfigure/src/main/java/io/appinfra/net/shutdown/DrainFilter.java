package io.appinfra.net.shutdown;

import java.io.IOException;
import java.util.function.Predicate;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Says with every response that begins while the web process drains that the connection
 * ends with it (RFC 9112 section 9.6), whoever answers: handlers, controllers, static
 * files, errors. So no request is under way on a connection that the server closes. Safe
 * for use by many threads.
 */
public final class DrainFilter implements Filter {

	private final Traffic traffic;

	private final Predicate<HttpServletRequest> probes;

	private final boolean probesOnly;

	/**
	 * Create a filter.
	 * @param traffic learns of the requests
	 * @param probes recognizes those that only ask whether the application is well
	 */
	public DrainFilter(Traffic traffic, Predicate<HttpServletRequest> probes) {
		this(traffic, probes, false);
	}

	private DrainFilter(Traffic traffic, Predicate<HttpServletRequest> probes, boolean probesOnly) {
		this.traffic = traffic;
		this.probes = probes;
		this.probesOnly = probesOnly;
	}

	/**
	 * Create the filter of a management port, where probes are the only traffic that says
	 * something about the application's.
	 * @param traffic learns of the probes
	 * @param probes recognizes those that only ask whether the application is well
	 * @return the filter
	 */
	public static DrainFilter ofManagementPort(Traffic traffic, Predicate<HttpServletRequest> probes) {
		return new DrainFilter(traffic, probes, true);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest http = (HttpServletRequest) request;
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			count(http);
		}
		endConnection(http, (HttpServletResponse) response);
		chain.doFilter(request, response);
		endConnection(http, (HttpServletResponse) response);
	}

	private void count(HttpServletRequest request) {
		if (this.probes.test(request)) {
			this.traffic.probe();
		}
		else if (!this.probesOnly) {
			this.traffic.request();
		}
	}

	/**
	 * Say in a response that the connection ends with it if the web process drains.
	 * Called again before an answer that took long is written, since it sends its header
	 * fields before the filter sees it again.
	 * @param request the request
	 * @param response the response to it, which is left alone if it has been committed
	 */
	public void endConnection(HttpServletRequest request, HttpServletResponse response) {
		if (this.traffic.isDraining() && !response.isCommitted() && request.getProtocol().startsWith("HTTP/1.")
				&& request.getHeader(HttpHeaders.UPGRADE) == null) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

}
