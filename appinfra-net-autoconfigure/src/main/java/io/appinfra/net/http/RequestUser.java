package io.appinfra.net.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.util.ClassUtils;

/**
 * Who has sent a request, as Spring Security knows it.
 */
final class RequestUser {

	private static final boolean SECURITY_PRESENT = ClassUtils.isPresent(
			"org.springframework.security.web.context.RequestAttributeSecurityContextRepository",
			RequestUser.class.getClassLoader());

	private RequestUser() {
	}

	/**
	 * Keep the user for the next dispatch of the request. A filter of the application
	 * that finds out who it is mostly tells the thread alone, and does not filter
	 * asynchronous dispatches: they would be of nobody.
	 */
	static void keep(HttpServletRequest request, HttpServletResponse response) {
		if (SECURITY_PRESENT) {
			Security.keep(request, response);
		}
	}

	private static final class Security {

		static void keep(HttpServletRequest request, HttpServletResponse response) {
			if (request.getUserPrincipal() instanceof Authentication) {
				new RequestAttributeSecurityContextRepository().saveContext(SecurityContextHolder.getContext(), request,
						response);
			}
		}

	}

}
