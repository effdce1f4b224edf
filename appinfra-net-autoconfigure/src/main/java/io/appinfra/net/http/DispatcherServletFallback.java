package io.appinfra.net.http;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Serves what reached the servlet of a handler only because its mapping is wider than its
 * pattern, as if that servlet were not there.
 */
final class DispatcherServletFallback {

	static final String SERVLET_NAME = "dispatcherServlet";

	private DispatcherServletFallback() {
	}

	static void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		RequestDispatcher dispatcher = request.getServletContext().getNamedDispatcher(SERVLET_NAME);
		DispatcherType type = request.getDispatcherType();
		if (dispatcher == null) {
			sendNotFound(type, response);
		}
		else if (type == DispatcherType.INCLUDE) {
			dispatcher.include(request, response);
		}
		else {
			dispatcher.forward(new DefaultMappedRequest(request), response);
		}
	}

	private static void sendNotFound(DispatcherType type, HttpServletResponse response) throws IOException {
		if (type != DispatcherType.ERROR) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
		}
	}

}
