package io.appinfra.net.http.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Logs the requests to one handler at DEBUG, in the words and under the logger of
 * {@link DispatcherServlet}, so that {@code logging.level.web} shows them beside those to
 * controllers.
 */
final class RequestLog {

	/**
	 * The logger, to be asked first whether DEBUG is enabled.
	 */
	static final Log logger = LogFactory.getLog(DispatcherServlet.class);

	private final String handler;

	RequestLog(String handler) {
		this.handler = handler;
	}

	void received(HttpServletRequest request) {
		DispatcherType type = request.getDispatcherType();
		String dispatch = (type != DispatcherType.REQUEST) ? "\"%s\" dispatch for ".formatted(type) : "";
		String query = StringUtils.hasLength(request.getQueryString()) ? "?" + request.getQueryString() : "";
		logger.debug("%s%s \"%s%s\", handler '%s'".formatted(dispatch, request.getMethod(), request.getRequestURI(),
				query, this.handler));
	}

	void answered(HttpServletRequest request, HttpServletResponse response) {
		if (request.isAsyncStarted()) {
			logger.debug("Exiting but response remains open for further handling");
		}
		else {
			HttpStatus status = HttpStatus.resolve(response.getStatus());
			logger.debug("Completed " + ((status != null) ? status : response.getStatus()));
		}
	}

}
